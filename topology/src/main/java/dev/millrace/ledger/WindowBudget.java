// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;

/**
 * One window of one scope.
 *
 * @param startMs when it began, epoch milliseconds; which tells it from all others of its kind
 * @param extra what its limits were raised by while it lasts; null, inside, where by nothing. Of a
 *     lease it is what was granted and not returned: all that may be spent
 * @param beyond what was billed beyond what was held for it: spent all the same, and the only part
 *     of that which may lie over a limit
 */
public record WindowBudget(
    BudgetWindow window, long startMs, Budget budget, BudgetLimits extra, Amounts beyond) {

  static WindowBudget begins(BudgetWindow window, long startMs) {
    return new WindowBudget(window, startMs, Budget.EMPTY, BudgetLimits.NONE, Amounts.NONE);
  }

  WindowBudget reserve(Amounts amounts) {
    return with(budget.reserve(amounts), beyond);
  }

  WindowBudget settle(Amounts held, Amounts actual) {
    return with(budget.settle(held, actual), beyond.plus(actual.beyond(held)));
  }

  /** What was asked for, fits, and is spent at once. */
  WindowBudget pay(Amounts actual) {
    return with(budget.settle(Amounts.NONE, actual), beyond);
  }

  /** What was told of what was spent was wrong by so much. Nobody asked whether it fits. */
  WindowBudget correctedBy(long nanos) {
    Budget corrected = new Budget(budget.spent().correctedBy(nanos), budget.reserved());
    return with(corrected, beyond.correctedBy(nanos));
  }

  WindowBudget raisedBy(BudgetLimits more) {
    BudgetLimits raised = more.plus(extra).orElse(extra);
    return new WindowBudget(window, startMs, budget, raised, beyond);
  }

  WindowBudget allotted(Amounts allotment) {
    return new WindowBudget(window, startMs, budget, allotment.asLimits(), beyond);
  }

  WindowBudget beganAt(long ms) {
    return new WindowBudget(window, ms, budget, extra, beyond);
  }

  boolean holdsNothing() {
    return budget.reserved().equals(Amounts.NONE);
  }

  private WindowBudget with(Budget next, Amounts over) {
    return new WindowBudget(window, startMs, next, extra, over);
  }
}
