// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.ledger.Amounts;
import dev.millrace.run.StepCost;
import dev.millrace.run.Tally;
import dev.millrace.schemas.Result;

/** What a run spent, in its result: the sum of its cost events. */
final class Spending {
  private Spending() {}

  static void tell(Result result, Tally tally) {
    Amounts spent = tally.budget().spent();
    result.setUsage(Usages.of(tally.usage()));
    result.setModelCalls(spent.modelCalls());
    result.setToolCalls(spent.toolCalls());
    result.setCostNanos(spent.moneyNanos());
    result.setSavedNanos(tally.savedNanos());
    result.setStepCosts(tally.steps().each().stream().map(Spending::told).toList());
  }

  private static dev.millrace.schemas.StepCost told(StepCost cost) {
    return new dev.millrace.schemas.StepCost(
        cost.step(),
        cost.amountNanos(),
        cost.system(),
        cost.toolSchemas(),
        cost.history(),
        cost.toolOutput(),
        cost.carried(),
        cost.outputTokens());
  }
}
