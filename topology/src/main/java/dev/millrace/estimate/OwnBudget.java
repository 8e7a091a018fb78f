// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.ledger.Amounts;
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

/**
 * What a run is played out of: its own budget, of which nobody else spends, and for each call
 * windows in which nothing is spent.
 */
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
    BudgetLimits own = run.tally().budget().left(most(run).spent());
    FreshWindows windows = FreshWindows.of(run, pipeline.budgets());
    Optional<CallResult.Failed> failure = failure(own, windows, whole.worst());
    if (failure.isEmpty()) {
      return new Fits(held(run, whole), spec, whole);
    }
    BudgetLimits left = own.strictest(windows.whole());
    SmallerCalls smaller = new SmallerCalls(pipeline, planner, left, nowMs);
    return smaller(view, run, spec, whole, failure.get().limit(), smaller)
        .orElseGet(() -> new Refused(failure.get()));
  }

  private static Optional<CallResult.Failed> failure(
      BudgetLimits own, FreshWindows windows, Amounts worst) {
    return Budget.EMPTY
        .broken(own, worst)
        .map(limit -> failure("The run's budget has not enough left", limit))
        .or(
            () ->
                windows
                    .broken(worst)
                    .map(
                        by ->
                            failure(
                                by.budget() + " holds no such call, with nothing spent",
                                by.limit())));
  }

  private static CallResult.Failed failure(String why, Limit limit) {
    return CallResult.Failed.overBudget(limit.word(), why + ": " + limit.key() + ".");
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
