// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.ledger.Refusal;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Budgets;
import dev.millrace.run.Run;
import dev.millrace.run.Working;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The windows of those who pay for a run, with nothing spent in any of them: what these do not hold
 * is never called.
 */
record FreshWindows(Budgets budgets, List<AccountKey> payers) {

  /** Of those who pay for its next call. */
  static FreshWindows of(Run run, Budgets budgets) {
    Payers payers = new Payers(budgets);
    return new FreshWindows(
        budgets,
        run instanceof Working working
            ? payers.of(run.facts(), working.routing().route())
            : payers.of(run.facts()));
  }

  /** The first that does not hold so much. */
  Optional<Refusal> broken(Amounts worst) {
    for (AccountKey payer : payers) {
      for (Map.Entry<BudgetWindow, BudgetLimits> each : windows(payer).entrySet()) {
        Optional<Refusal> broken =
            Budget.EMPTY
                .broken(each.getValue(), worst)
                .map(limit -> new Refusal(payer.kind().word(), each.getKey(), limit));
        if (broken.isPresent()) {
          return broken;
        }
      }
    }
    return Optional.empty();
  }

  /** What all of them hold. */
  BudgetLimits whole() {
    return payers.stream()
        .flatMap(payer -> windows(payer).values().stream())
        .reduce(BudgetLimits.NONE, BudgetLimits::strictest);
  }

  private Map<BudgetWindow, BudgetLimits> windows(AccountKey payer) {
    return payer.limits(budgets).windows();
  }
}
