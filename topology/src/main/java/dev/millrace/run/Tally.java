// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.call.Usage;
import dev.millrace.ledger.Budget;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What a run has used so far: its budget, what its providers counted, and what each step cost.
 *
 * @param saved what caches kept it from costing
 * @param retries attempts beyond the first, of all its calls
 * @param trimmed how many of its calls were made smaller, to fit a budget
 * @param alarms that it has given
 */
public record Tally(
    Budget budget,
    Usage usage,
    Savings saved,
    long retries,
    long trimmed,
    StepCosts steps,
    Set<Alarm> alarms) {
  public static final Tally NONE =
      new Tally(Budget.EMPTY, Usage.NONE, Savings.NONE, 0, 0, StepCosts.NONE, Set.of());

  public Tally {
    alarms = Set.copyOf(alarms);
  }

  Tally plus(CallId call, Charge charge) {
    return new Tally(
        budget.settle(charge.released(), charge.spent()),
        usage.plus(charge.usage()),
        saved.plus(charge.saved()),
        retries,
        trimmed,
        steps.plus(call.step(), charge),
        alarms);
  }

  public Tally withBudget(Budget next) {
    return new Tally(next, usage, saved, retries, trimmed, steps, alarms);
  }

  /** One of its calls is tried once more. */
  Tally retried() {
    return new Tally(budget, usage, saved, retries + 1, trimmed, steps, alarms);
  }

  /** One of its calls was made smaller. */
  Tally withTrimmed() {
    return new Tally(budget, usage, saved, retries, trimmed + 1, steps, alarms);
  }

  public Tally alarmed(Collection<Alarm> more) {
    Set<Alarm> all = new HashSet<>(alarms);
    all.addAll(more);
    return new Tally(budget, usage, saved, retries, trimmed, steps, all);
  }
}
