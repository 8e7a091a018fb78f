// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import java.io.Writer;

/** Collects text up to a limit: a section over a long list must not eat the memory. */
final class LimitedWriter extends Writer {
  private final StringBuilder text = new StringBuilder();
  private final int maxChars;

  LimitedWriter(int maxChars) {
    this.maxChars = maxChars;
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    check(length);
    text.append(chars, offset, length);
  }

  @Override
  public void write(String string) {
    check(string.length());
    text.append(string);
  }

  private void check(int more) {
    if (more > maxChars - text.length()) {
      throw new RenderException("the template renders to more than " + maxChars + " characters");
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }
}
