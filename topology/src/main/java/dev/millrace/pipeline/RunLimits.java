// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one run may use; null where there is no limit. Zero is a limit.
 *
 * @param spent what its calls may spend
 * @param steps rounds of calls that it may begin on its route
 * @param retries attempts beyond the first, of all its calls together; fallbacks too, hedges not
 * @param wallClock how long it may take, from its admission
 */
public record RunLimits(
    BudgetLimits spent,
    @Nullable Long steps,
    @Nullable Long retries,
    @Nullable Duration wallClock) {

  public static final RunLimits NONE = of(BudgetLimits.NONE);

  public RunLimits {
    Checks.atLeastIfAny(0, steps, "steps");
    Checks.atLeastIfAny(0, retries, "retries");
    if (wallClock != null) {
      Checks.positive(wallClock, "wallClock");
    }
  }

  /** Limits of what is spent alone. */
  public static RunLimits of(BudgetLimits spent) {
    return new RunLimits(spent, null, null, null);
  }

  /** These limits, and the other's where these have none. */
  public RunLimits orElse(RunLimits other) {
    return new RunLimits(
        spent.orElse(other.spent),
        steps != null ? steps : other.steps,
        retries != null ? retries : other.retries,
        wallClock != null ? wallClock : other.wallClock);
  }

  /** These limits, raised by so much; no limit stays none. */
  public RunLimits raisedBy(BudgetLimits more, long moreSteps) {
    Long sum = steps == null ? null : Long.valueOf(steps + moreSteps);
    return new RunLimits(spent.plus(more), sum, retries, wallClock);
  }

  /** With so much of what may be spent kept back, see {@link BudgetLimits#keeping}. */
  public RunLimits keeping(BudgetLimits back) {
    return new RunLimits(spent.keeping(back), steps, retries, wallClock);
  }

  /** The stricter of both, limit by limit. */
  public RunLimits strictest(RunLimits other) {
    return new RunLimits(
        spent.strictest(other.spent),
        least(steps, other.steps),
        least(retries, other.retries),
        least(wallClock, other.wallClock));
  }

  private static <T extends Comparable<T>> @Nullable T least(@Nullable T one, @Nullable T other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }
}
