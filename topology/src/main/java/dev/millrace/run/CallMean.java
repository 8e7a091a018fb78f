// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.ledger.Amounts;

/** What single model calls have cost on average. */
public record CallMean(long calls, long nanos) {
  public static final CallMean NONE = new CallMean(0, 0);

  /** With what a call was paid; if it was one of a model. */
  public CallMean plus(Amounts spent) {
    return spent.modelCalls() == 0
        ? this
        : new CallMean(calls + spent.modelCalls(), nanos + spent.moneyNanos());
  }

  /** Whether so much is so many times as much, or more. Nothing is, where calls cost nothing. */
  boolean isExceededBy(long spentNanos, int times) {
    long mean = calls == 0 ? 0 : nanos / calls;
    return mean > 0 && spentNanos / times >= mean;
  }
}
