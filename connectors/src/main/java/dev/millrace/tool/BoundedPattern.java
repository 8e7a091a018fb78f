// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.networknt.schema.regex.RegularExpression;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of a JSON Schema that cannot be made to try for ever. Some patterns try each way to
 * part a text before they give up, and a thread that has other things to do would wait for that; so
 * what one look at arguments may read is limited.
 */
final class BoundedPattern implements RegularExpression {
  private static final int MOST_READS = 2_000_000;
  private static final ThreadLocal<Reads> READS = ThreadLocal.withInitial(Reads::new);

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** All has been read that may be. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super("too long", null, false, false);
    }
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none
   */
  static BoundedPattern of(String regex) {
    try {
      return new BoundedPattern(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("no regular expression: " + regex, e);
    }
  }

  /** Runs a look at one call's arguments, in which all patterns together have their limit. */
  static <T> T within(Supplier<T> look) {
    READS.get().count = 0;
    try {
      return look.get();
    } catch (StackOverflowError deep) {
      throw new TooLongException();
    }
  }

  @Override
  public boolean matches(String value) {
    return pattern.matcher(new Counted(value, READS.get(), 0, value.length())).find();
  }

  private static final class Reads {
    int count;
  }

  /** A text that counts how often it is read. */
  private record Counted(String text, Reads reads, int from, int to) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (++reads.count > MOST_READS) {
        throw new TooLongException();
      }
      return text.charAt(from + index);
    }

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text, reads, from + start, from + end);
    }

    @Override
    public String toString() {
      return text.substring(from, to);
    }
  }
}
