// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import java.util.OptionalLong;

/**
 * What the calls of one model have taught: from when on one of them is slow, and whether one more
 * may be made twice. It remembers some thousand calls, newer ones better.
 */
public final class HedgePace {
  /** With fewer, the 95th percentile would be the longest of all. */
  static final int LEAST_CALLS = 20;

  private static final int SLOW_FROM_PERCENT = 95;

  /** One call in so many may be made twice; by the percentile it is one in twenty. */
  private static final int CALLS_A_HEDGE = 10;

  private final TimeSketch times = new TimeSketch();
  private int calls;

  /** Whether an attempt that ended so has shown how long it takes. */
  public static boolean counts(Outcome<?> outcome) {
    return outcome instanceof Outcome.Succeeded
        || ((Outcome.Failed<?>) outcome).failure().kind() == FailureKind.TIMEOUT;
  }

  /**
   * A first attempt has shown how long it takes: it was answered, or it was not within this time.
   * Second ones do not count: of those one hears only if they were quick.
   */
  public void took(long ms) {
    times.add(ms);
    calls = Math.min(calls + 1, TimeSketch.MOST);
  }

  /** How long most calls take at most, milliseconds; empty while too few were seen to tell. */
  public OptionalLong slowFromMs() {
    return times.count() < LEAST_CALLS
        ? OptionalLong.empty()
        : OptionalLong.of(times.percentileMs(SLOW_FROM_PERCENT));
  }

  /**
   * Whether one more may be made twice. While a whole provider is slow all its calls are beyond
   * what they took before, and it needs anything but twice as many.
   */
  boolean mayHedge() {
    return calls >= CALLS_A_HEDGE;
  }

  /** One was made twice. */
  public void hedged() {
    calls = Math.max(0, calls - CALLS_A_HEDGE);
  }
}
