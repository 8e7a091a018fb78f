// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definition;
import dev.millrace.engine.Trim;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.Lack;
import dev.millrace.prompt.PlannedCall;
import dev.millrace.prompt.RunView;
import dev.millrace.prompt.SmallerCalls;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Run;
import dev.millrace.run.StepLimit;
import java.util.List;
import java.util.Optional;

/** Holds what a wanted call may cost. One that does not fit is made smaller first. */
final class Fitting {
  private final Ledger ledger;
  private final Definition definition;
  private final StepLimit steps;
  private final Exhausted exhausted;
  private final long nowMs;

  /**
   * Of the calls of one step.
   *
   * @param exhausted of what no more is to be had from other partitions
   */
  Fitting(Ledger ledger, Definition definition, StepLimit steps, Exhausted exhausted, long nowMs) {
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
    return smaller(view, run, spec, whole, failure.limit())
        .<Answer>map(fits -> fits)
        .orElseGet(() -> new Refused(failure));
  }

  private Optional<Fits> smaller(
      RunView view, Run run, CallSpec spec, PlannedCall.ToSend whole, String limit) {
    if (!SmallerCalls.mayFit(whole, limit)) {
      return Optional.empty();
    }
    SmallerCalls smaller =
        new SmallerCalls(
            definition.pipeline(), definition.planner(), ledger.left(run, nowMs), nowMs);
    return smaller
        .of(view, run, spec, whole, limit)
        .flatMap(each -> held(each).stream())
        .findFirst();
  }

  /** What is reserved is what the smaller call may cost, and whether it fits the ledger says. */
  private Optional<Fits> held(SmallerCalls.Smaller it) {
    return ledger.reserve(it.run(), it.call().worst(), nowMs) instanceof Ledger.Held held
        ? Optional.of(new Fits(held.run().trimmed(), it.spec(), it.call(), it.trim(), held.hold()))
        : Optional.empty();
  }
}
