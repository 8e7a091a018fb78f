// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import org.jspecify.annotations.Nullable;

/**
 * One value, with variables in it.
 *
 * @param quotes whether it stands in quotes where YAML would take it for something else
 * @param wants what it must be, for "… is not WANTS"
 * @param such an example
 */
record Scalar<T>(Quotes quotes, String wants, String such, Reader<T> reader) implements Kind<T> {

  /** How a value is written. */
  enum Quotes {
    /** A text: what YAML takes for a number, a boolean or null must be quoted. */
    NEEDED,
    /** A number or boolean: it must not be quoted, unless a variable stands for it. */
    REFUSED,
    /** Either way. */
    IGNORED
  }

  /** Makes the value of a text. */
  @FunctionalInterface
  interface Reader<T> {

    /** The value, or null if the text is none. */
    @Nullable T read(String text);
  }

  @Override
  public @Nullable T read(At at) {
    if (!(at.node() instanceof Yaml.Text text)) {
      at.isNot(wants, such);
      return null;
    }
    if (quotes == Quotes.NEEDED && text.isTyped()) {
      String mend = text.isNull() ? such : "\"" + text.raw() + "\", in quotes";
      at.isNot(wants, mend);
      return null;
    }
    if (quotes == Quotes.REFUSED && !text.plain() && !Variables.in(text.raw())) {
      at.mistake(text.describe() + " in quotes is not " + wants, "write " + such + ", unquoted");
      return null;
    }
    return value(at, text);
  }

  private @Nullable T value(At at, Yaml.Text text) {
    String substituted = Variables.substitute(at, text.raw());
    if (substituted == null) {
      return null;
    }
    T value = reader.read(substituted);
    if (value == null) {
      at.isNot(wants, such);
    }
    return value;
  }
}
