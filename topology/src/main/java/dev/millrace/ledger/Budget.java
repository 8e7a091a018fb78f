// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import java.util.Optional;

/**
 * What was spent and promised, of a run or in one window of a scope. Without limits: those come
 * from the pipeline file each time, so that a change of the file holds at once.
 */
public record Budget(Amounts spent, Amounts reserved) {
  public static final Budget EMPTY = new Budget(Amounts.NONE, Amounts.NONE);

  /** The first limit that these amounts would break, on top of what is spent and promised. */
  public Optional<Limit> broken(BudgetLimits limits, Amounts more) {
    return Optional.ofNullable(Limit.brokenBy(more, this, limits));
  }

  /** What is left of these limits. */
  public BudgetLimits left(BudgetLimits limits) {
    return Limit.left(this, limits);
  }

  /** The first limit that is used up; see {@link Limit#usedUpIn}. */
  public Optional<Limit> exhausted(BudgetLimits limits) {
    return Optional.ofNullable(Limit.usedUpIn(this, limits));
  }

  Budget plus(Budget other) {
    return new Budget(spent.plus(other.spent), reserved.plus(other.reserved));
  }

  /** What these limits are too small by for these amounts, on top of what is taken. */
  Amounts lacks(BudgetLimits limits, Amounts more) {
    return Amounts.of(
        limit -> {
          Long most = limit.in(limits);
          long wanted = limit.of(more);
          return most == null || wanted == 0
              ? 0
              : Math.max(0, Math.addExact(limit.of(this), wanted) - most);
        });
  }

  /** Holds amounts back. Whether they fit, {@link #broken} has said. */
  public Budget reserve(Amounts amounts) {
    return new Budget(spent, reserved.plus(amounts));
  }

  /** Replaces what was held by what was really spent, which may be none. */
  public Budget settle(Amounts held, Amounts actual) {
    return new Budget(spent.plus(actual), reserved.minus(held));
  }
}
