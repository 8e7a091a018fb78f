// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.ledger.Amounts;
import dev.millrace.run.Savings;
import dev.millrace.run.StepCost;
import dev.millrace.run.Tally;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.SavedBy;
import java.util.ArrayList;
import java.util.List;

/** What a run spent, in its result: the sum of its cost events. */
final class Spending {
  private Spending() {}

  static void tell(Result result, Tally tally) {
    Amounts spent = tally.budget().spent();
    result.setUsage(Usages.of(tally.usage()));
    result.setModelCalls(spent.modelCalls());
    result.setToolCalls(spent.toolCalls());
    result.setCostNanos(spent.moneyNanos());
    result.setTrimmedCalls(tally.trimmed());
    Savings saved = tally.saved();
    tell(result, Cause.TOOL_CACHE, saved.toolCacheNanos());
    tell(result, Cause.PROMPT_CACHE, saved.promptCacheNanos());
    result.setStepCosts(tally.steps().each().stream().map(Spending::told).toList());
  }

  /** Adds what was saved by a cause, if anything was. */
  static void tell(Result result, Cause cause, long nanos) {
    if (nanos != 0) {
      List<SavedBy> all = new ArrayList<>(result.getSaved());
      all.add(new SavedBy(cause.word(), nanos));
      result.setSaved(all);
      result.setSavedNanos(result.getSavedNanos() + nanos);
    }
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
