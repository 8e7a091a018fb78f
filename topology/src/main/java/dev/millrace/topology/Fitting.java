// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definition;
import dev.millrace.engine.Trim;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.Lack;
import dev.millrace.ledger.Limit;
import dev.millrace.ledger.Pot;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.prompt.Aim;
import dev.millrace.prompt.PlannedCall;
import dev.millrace.prompt.RunView;
import dev.millrace.prompt.Trimming;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Run;
import dev.millrace.run.StepLimit;
import dev.millrace.run.Working;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a wanted call may cost. One that does not fit is made smaller first: a shorter answer,
 * then a model that stands in for its own, then the same without an agent's tools.
 */
final class Fitting {
  /** What a smaller call needs less of. */
  private static final Set<String> OF_SIZE = Set.of(Limit.MONEY.word(), Limit.TOKENS.word());

  private final Ledger ledger;
  private final Definition definition;
  private final StepLimit steps;
  private final @Nullable Pot exhausted;
  private final long nowMs;

  /**
   * Of the calls of one step.
   *
   * @param exhausted of what no more is to be had from other partitions; null if that is not known
   */
  Fitting(
      Ledger ledger, Definition definition, StepLimit steps, @Nullable Pot exhausted, long nowMs) {
    this.ledger = ledger;
    this.definition = definition;
    this.steps = steps;
    this.exhausted = exhausted;
    this.nowMs = nowMs;
  }

  /** Whether a call may leave. */
  sealed interface Answer {}

  /**
   * It may, and so much is held for it.
   *
   * @param run with that in its own budget
   * @param spec what it is for now
   * @param call as it leaves
   * @param trim what was made smaller of it
   */
  record Fits(Run run, CallSpec spec, PlannedCall.ToSend call, Trim trim, Hold hold)
      implements Answer {}

  /** Not before other partitions have given up something, or have said that they will not. */
  record Waits(List<Lack> lacks) implements Answer {}

  /** It may not. */
  record Refused(CallResult.Failed failure) implements Answer {}

  Answer fit(RunView view, Run run, CallSpec spec, PlannedCall.ToSend whole) {
    CallResult.Failed tooMany = steps.refuses(run, spec).orElse(null);
    if (tooMany != null) {
      return new Refused(tooMany);
    }
    Ledger.Answer answer = ledger.reserve(run, whole.worst(), nowMs);
    if (answer instanceof Ledger.Held held) {
      return new Fits(held.run(), spec, whole, Trim.NONE, held.hold());
    }
    if (answer instanceof Ledger.Lacks lacking && !lacking.isFinal(exhausted)) {
      return new Waits(lacking.lacks());
    }
    CallResult.Failed failure = ((Ledger.NotHeld) answer).failure();
    Fits smaller = smaller(view, run, spec, whole, failure.limit());
    return smaller == null ? new Refused(failure) : smaller;
  }

  private @Nullable Fits smaller(
      RunView view, Run run, CallSpec spec, PlannedCall.ToSend whole, String limit) {
    if (whole.quote() == null || !OF_SIZE.contains(limit)) {
      return null;
    }
    BudgetLimits left = ledger.left(run, nowMs);
    Fits fits = atSomeModel(view, run, spec, whole.target(), left, Trim.NONE);
    if (fits == null && run instanceof Working working) {
      Working toolless = working.withoutTools(limit);
      if (!toolless.equals(working)) {
        CallSpec bare = toolless.wanted().get(0);
        fits = atSomeModel(view, toolless, bare, whole.target(), left, Trim.NONE.toolless());
      }
    }
    return fits;
  }

  private @Nullable Fits atSomeModel(
      RunView view, Run run, CallSpec spec, String model, BudgetLimits left, Trim before) {
    Fits fits = at(view, run, spec, model, left, before);
    for (String other : definition.model(model).fallbacks()) {
      fits = fits != null ? fits : at(view, run, spec, other, left, before.ofOtherModel());
    }
    return fits;
  }

  /** What is reserved is what the smaller call may cost, and whether it fits the ledger says. */
  private @Nullable Fits at(
      RunView view, Run run, CallSpec spec, String model, BudgetLimits left, Trim before) {
    Trim trim = trim(view, spec, model, left, before);
    return trim != null
            && plan(view, spec, model, trim) instanceof PlannedCall.ToSend call
            && ledger.reserve(run, call.worst(), nowMs) instanceof Ledger.Held held
        ? new Fits(held.run().trimmed(), spec, call, trim, held.hold())
        : null;
  }

  private @Nullable Trim trim(
      RunView view, CallSpec spec, String model, BudgetLimits left, Trim before) {
    return plan(view, spec, model, Trim.NONE) instanceof PlannedCall.ToSend call
            && call.quote() != null
        ? Trimming.of(call.quote(), left).map(before::and).orElse(null)
        : null;
  }

  private PlannedCall plan(RunView view, CallSpec spec, String model, Trim trim) {
    return definition.planner().plan(view, spec, new Aim(model, null, trim), nowMs);
  }
}
