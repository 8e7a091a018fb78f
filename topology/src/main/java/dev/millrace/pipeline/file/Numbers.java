// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.price.Money;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Kinds of values that are numbers, or yes and no. */
final class Numbers {
  private static final int MAX_DIGITS = 40;
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

  private Numbers() {}

  static Kind<Boolean> bool() {
    return number(
        "true or false",
        "true or false",
        text -> text.matches("true|false") ? Boolean.valueOf(text) : null);
  }

  static Kind<Integer> whole(int least, int most) {
    return whole((long) least, most, Long::intValue);
  }

  static Kind<Long> whole(long least, long most) {
    return whole(least, most, number -> number);
  }

  private static <T> Kind<T> whole(long least, long most, Function<Long, T> type) {
    String wants = "a whole number from " + least + " to " + most;
    return number(
        wants,
        wants,
        text -> {
          BigDecimal number = WHOLE.matcher(text).matches() ? decimal(text) : null;
          return number == null || !within(number, least, most)
              ? null
              : type.apply(number.longValueExact());
        });
  }

  static Kind<Double> decimal(int least, int most) {
    String wants = "a number from " + least + " to " + most;
    return number(
        wants,
        wants,
        text -> {
          BigDecimal number = decimal(text);
          return number == null || !within(number, least, most) ? null : number.doubleValue();
        });
  }

  /** A part of a whole, in millionths. */
  static Kind<Long> share() {
    String wants = "a number from 0 to 1 with at most 6 decimals";
    return number(
        wants,
        wants + ", such as 0.25",
        text -> {
          BigDecimal share = decimal(text);
          return share == null || !within(share, 0, 1) || decimals(share) > 6
              ? null
              : Long.valueOf(share.movePointRight(6).longValueExact());
        });
  }

  /** An amount of money, read exactly, as nanos. */
  static Kind<Long> money(int most) {
    String wants = "an amount from 0 to " + most + " with at most 9 decimals";
    return number(
        wants,
        wants + ", such as 0.02",
        text -> {
          BigDecimal amount = decimal(text);
          return amount == null || !within(amount, 0, most) || decimals(amount) > 9
              ? null
              : Long.valueOf(Money.nanos(amount));
        });
  }

  private static int decimals(BigDecimal amount) {
    return amount.stripTrailingZeros().scale();
  }

  private static boolean within(BigDecimal number, long least, long most) {
    return number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  private static @Nullable BigDecimal decimal(String text) {
    boolean written = text.length() <= MAX_DIGITS && DECIMAL.matcher(text).matches();
    return written ? new BigDecimal(text) : null;
  }

  private static <T> Kind<T> number(String wants, String such, Scalar.Reader<T> reader) {
    return new Scalar<>(Scalar.Quotes.REFUSED, wants, such, reader);
  }
}
