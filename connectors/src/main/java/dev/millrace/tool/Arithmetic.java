// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/**
 * An arithmetic expression over named numbers: {@code + - * / %}, signs, parentheses. Decimals are
 * exact to 34 digits. Nothing in it can run for long: text, nesting and magnitudes are bounded.
 */
final class Arithmetic {
  private static final MathContext DIGITS = MathContext.DECIMAL128;
  private static final int MAX_CHARS = 1_000;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_MAGNITUDE = 100;

  private final String text;
  private final Map<String, BigDecimal> values;
  private int position;
  private int depth;

  Arithmetic(String text, Map<String, BigDecimal> values) {
    this.text = text;
    this.values = values;
  }

  BigDecimal value() throws ToolException {
    if (text.length() > MAX_CHARS) {
      throw new ToolException("the expression is longer than " + MAX_CHARS + " characters");
    }
    BigDecimal value = sum();
    if (position < text.length()) {
      throw unexpected();
    }
    return value;
  }

  private BigDecimal sum() throws ToolException {
    BigDecimal value = product();
    while (true) {
      if (take('+')) {
        value = bounded(value.add(product(), DIGITS));
      } else if (take('-')) {
        value = bounded(value.subtract(product(), DIGITS));
      } else {
        return value;
      }
    }
  }

  private BigDecimal product() throws ToolException {
    BigDecimal value = signed();
    while (true) {
      if (take('*')) {
        value = bounded(value.multiply(signed(), DIGITS));
      } else if (take('/')) {
        value = bounded(value.divide(divisor(), DIGITS));
      } else if (take('%')) {
        value = remainder(value, divisor());
      } else {
        return value;
      }
    }
  }

  /** Exact or refused: the quotient must fit the digits that are kept. */
  private static BigDecimal remainder(BigDecimal value, BigDecimal divisor) throws ToolException {
    try {
      return bounded(value.remainder(divisor, DIGITS));
    } catch (ArithmeticException e) {
      throw new ToolException("a remainder of numbers too far apart");
    }
  }

  private BigDecimal divisor() throws ToolException {
    BigDecimal divisor = signed();
    if (divisor.signum() == 0) {
      throw new ToolException("division by zero");
    }
    return divisor;
  }

  private BigDecimal signed() throws ToolException {
    if (++depth > MAX_DEPTH) {
      throw new ToolException("the expression is nested deeper than " + MAX_DEPTH);
    }
    BigDecimal value = take('-') ? signed().negate() : take('+') ? signed() : operand();
    depth--;
    return value;
  }

  private BigDecimal operand() throws ToolException {
    if (take('(')) {
      BigDecimal value = sum();
      if (!take(')')) {
        throw unexpected();
      }
      return value;
    }
    int start = position;
    while (position < text.length() && isWord(text.charAt(position))) {
      position++;
    }
    return named(text.substring(start, position));
  }

  private BigDecimal named(String word) throws ToolException {
    if (word.isEmpty()) {
      throw unexpected();
    }
    BigDecimal value = values.get(word);
    if (value != null) {
      return bounded(value);
    }
    if (!word.matches("\\d{1,40}(\\.\\d{1,40})?")) {
      throw new ToolException("no value is named " + word);
    }
    return bounded(new BigDecimal(word));
  }

  private static BigDecimal bounded(BigDecimal value) throws ToolException {
    long magnitude = (long) value.precision() - value.scale();
    if (Math.abs(magnitude) > MAX_MAGNITUDE || Math.abs(value.scale()) > MAX_MAGNITUDE) {
      throw new ToolException("a number is too large or too small");
    }
    return value;
  }

  private boolean take(char expected) {
    skipSpaces();
    boolean there = position < text.length() && text.charAt(position) == expected;
    if (there) {
      position++;
    }
    skipSpaces();
    return there;
  }

  private void skipSpaces() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private ToolException unexpected() {
    return position < text.length()
        ? new ToolException("unexpected " + text.charAt(position) + " at " + (position + 1))
        : new ToolException("the expression ends early");
  }
}
