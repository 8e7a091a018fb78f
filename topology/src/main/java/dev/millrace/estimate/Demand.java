// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Limit;
import dev.millrace.pipeline.BudgetWindow;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an estimate's requests take of one limit in one window of a budget.
 *
 * @param lengthMs how long the present window lasts
 * @param limit that much may be spent in it
 * @param byRoute at least one
 * @param outOf of so many requests those in it are that are paid from this budget
 */
public record Demand(
    AccountKey whose,
    BudgetWindow window,
    long lengthMs,
    Limit of,
    long limit,
    Map<String, Draw> byRoute,
    long outOf) {
  private static final BigInteger DAY_MS = BigInteger.valueOf(86_400_000);

  public Demand {
    byRoute = Collections.unmodifiableMap(new LinkedHashMap<>(byRoute));
  }

  /**
   * What becomes of a window in which requests come one after another at an even pace.
   *
   * @param requests how many of them are paid from it
   * @param likely what they will likely take, whether it holds that or not
   * @param usedUpAfterMs from its beginning; {@link #LASTS} if something is left at its end
   */
  public record Course(long requests, long likely, long usedUpAfterMs) {
    public static final long LASTS = Long.MAX_VALUE;

    public boolean lasts() {
      return usedUpAfterMs == LASTS;
    }
  }

  /**
   * What becomes of it.
   *
   * @param perDay so many requests come in a day, of all that the estimate is of
   */
  public Course at(long perDay) {
    Draw all = byRoute.values().stream().reduce(Draw::plus).orElseThrow();
    long likely = inWindow(all.likely(), perDay);
    long usedUpAfterMs =
        likely <= limit
            ? Course.LASTS
            : rounded(times(limit, outOf).multiply(DAY_MS), times(perDay, all.likely()));
    return new Course(inWindow(all.requests(), perDay), likely, usedUpAfterMs);
  }

  private long inWindow(long ofAll, long perDay) {
    return rounded(
        times(ofAll, perDay).multiply(BigInteger.valueOf(lengthMs)),
        DAY_MS.multiply(BigInteger.valueOf(outOf)));
  }

  private static BigInteger times(long one, long other) {
    return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other));
  }

  /** Up, and no more than a long holds. */
  private static long rounded(BigInteger dividend, BigInteger divisor) {
    return dividend
        .add(divisor.subtract(BigInteger.ONE))
        .divide(divisor)
        .min(BigInteger.valueOf(Course.LASTS - 1))
        .longValueExact();
  }
}
