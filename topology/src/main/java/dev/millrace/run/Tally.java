// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.call.Usage;
import dev.millrace.ledger.Budget;

/**
 * What a run has used so far: its budget, what its providers counted, and what each step cost.
 *
 * @param savedNanos what caches kept it from costing
 */
public record Tally(Budget budget, Usage usage, long savedNanos, StepCosts steps) {
  public static final Tally NONE = new Tally(Budget.EMPTY, Usage.NONE, 0, StepCosts.NONE);

  Tally plus(CallId call, Charge charge) {
    return new Tally(
        budget.settle(charge.released(), charge.spent()),
        usage.plus(charge.usage()),
        savedNanos + charge.savedNanos(),
        steps.plus(call.step(), charge));
  }

  public Tally withBudget(Budget next) {
    return new Tally(next, usage, savedNanos, steps);
  }
}
