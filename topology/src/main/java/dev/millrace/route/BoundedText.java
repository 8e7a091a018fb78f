// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

/**
 * A text that may be read so many times and no more, which stops a pattern that backtracks without
 * end. Counting reads, not time, gives the same answer on every machine.
 */
final class BoundedText implements CharSequence {
  private final String text;
  private int readsLeft;

  BoundedText(String text, int reads) {
    this.text = text;
    this.readsLeft = reads;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (readsLeft-- <= 0) {
      throw new Exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }

  /** The only way out of a matcher; caught where the matcher was called. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("too many reads", null, false, false);
    }
  }
}
