// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts variables in the place of a dollar and a name, or a name and a default, in braces. A doubled
 * dollar before a brace stands for a plain one. What is put in is not looked at again.
 */
final class Variables {
  private static final Pattern START = Pattern.compile("\\$\\$\\{|\\$\\{([^}\\n]*)(}?)");
  private static final Pattern INSIDE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(:-(.*))?", Pattern.DOTALL);

  private Variables() {}

  static boolean in(String raw) {
    return raw.contains("${");
  }

  /** The text with all variables in place; null, and a mistake for each, if one is missing. */
  static @Nullable String substitute(At at, String raw) {
    StringBuilder text = new StringBuilder();
    boolean whole = true;
    Matcher matcher = START.matcher(raw);
    while (matcher.find()) {
      String value = matcher.group(1) == null ? "${" : value(at, matcher);
      whole &= value != null;
      matcher.appendReplacement(text, Matcher.quoteReplacement(value == null ? "" : value));
    }
    return whole ? matcher.appendTail(text).toString() : null;
  }

  private static @Nullable String value(At at, Matcher matcher) {
    String inside = matcher.group(1);
    Matcher parts = INSIDE.matcher(inside);
    if (inside.startsWith("file:")) {
      at.mistake(
          "only api_key may be read from a file", "use a variable of the environment: ${NAME}");
      return null;
    }
    if (matcher.group(2).isEmpty() || !parts.matches()) {
      at.mistake(
          "'" + Yaml.Text.shown(matcher.group()) + "' names no variable",
          "write ${NAME} or ${NAME:-default}, or $${ for a plain ${");
      return null;
    }
    return value(at, parts.group(1), parts.group(3));
  }

  private static @Nullable String value(At at, String name, @Nullable String otherwise) {
    String value = at.context().environment().get(name);
    if (otherwise != null) {
      return value == null || value.isEmpty() ? otherwise : value;
    }
    if (value == null) {
      at.mistake(
          "the environment has no " + name, "set " + name + ", or write ${" + name + ":-default}");
    }
    return value;
  }
}
