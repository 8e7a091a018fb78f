// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.ledger.Budget;
import dev.millrace.ledger.Limit;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.prompt.CallPlanner;
import dev.millrace.prompt.PlannedCall;
import dev.millrace.prompt.RunView;
import dev.millrace.prompt.SmallerCalls;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Run;
import dev.millrace.run.Tally;
import dev.millrace.run.Working;
import java.util.Optional;

/** A run's own budget, out of which it is played: nobody else spends of that. */
record OwnBudget(Pipeline pipeline, CallPlanner planner, RunLimits limits) {

  /** Whether a call may leave. */
  sealed interface Answer {}

  /**
   * It may, whole or smaller.
   *
   * @param run with what is held for it
   */
  record Fits(Run run, CallSpec spec, PlannedCall.ToSend call) implements Answer {}

  /** It may not. */
  record Refused(CallResult.Failed failure) implements Answer {}

  Answer fit(RunView view, Run run, CallSpec spec, PlannedCall.ToSend whole, long nowMs) {
    BudgetLimits left = run.tally().budget().left(most(run).spent());
    Optional<Limit> broken = Budget.EMPTY.broken(left, whole.worst());
    if (broken.isEmpty()) {
      return new Fits(held(run, whole), spec, whole);
    }
    String limit = broken.get().word();
    String detail = "The run's budget has not enough left: " + broken.get().key() + ".";
    return smaller(view, run, spec, whole, limit, new SmallerCalls(pipeline, planner, left, nowMs))
        .orElseGet(() -> new Refused(CallResult.Failed.overBudget(limit, detail)));
  }

  private static Optional<Answer> smaller(
      RunView view,
      Run run,
      CallSpec spec,
      PlannedCall.ToSend whole,
      String limit,
      SmallerCalls calls) {
    return SmallerCalls.mayFit(whole, limit)
        ? calls
            .of(view, run, spec, whole, limit)
            .findFirst()
            .map(it -> new Fits(held(it.run(), it.call()).trimmed(), it.spec(), it.call()))
        : Optional.empty();
  }

  /** Less what is kept for a last word. */
  private RunLimits most(Run run) {
    return run instanceof Working working ? limits.keeping(planner.keptBack(working)) : limits;
  }

  private static Run held(Run run, PlannedCall.ToSend call) {
    Tally tally = run.tally();
    return run.withTally(tally.withBudget(tally.budget().reserve(call.worst())));
  }
}
