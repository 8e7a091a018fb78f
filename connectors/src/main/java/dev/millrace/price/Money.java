// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import java.math.BigDecimal;

/** Amounts of money as nanos: 10⁻⁹ of the currency unit, in a long, never a double. */
public final class Money {
  /** The largest amount that is taken for meant: a billion. */
  public static final BigDecimal MAX = BigDecimal.valueOf(1_000_000_000);

  private static final int DECIMALS = 9;

  private Money() {}

  /**
   * The amount in nanos, exactly.
   *
   * @throws ArithmeticException if it has more than nine decimals, is negative, or is above {@link
   *     #MAX}
   */
  public static long nanos(BigDecimal amount) {
    if (amount.signum() < 0 || amount.compareTo(MAX) > 0) {
      throw new ArithmeticException("not from 0 to " + MAX);
    }
    BigDecimal exact = amount.stripTrailingZeros();
    if (exact.scale() > DECIMALS) {
      throw new ArithmeticException("more than " + DECIMALS + " decimals");
    }
    return exact.movePointRight(DECIMALS).longValueExact();
  }
}
