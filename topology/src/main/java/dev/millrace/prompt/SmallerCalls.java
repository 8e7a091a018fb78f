// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.engine.Trim;
import dev.millrace.ledger.Limit;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Run;
import dev.millrace.run.Working;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a call of a model that does not fit its budgets is made instead: with a shorter answer, then
 * by a model that stands in for its own, then the same without an agent's tools.
 *
 * @param left of all budgets together
 */
public record SmallerCalls(Pipeline pipeline, CallPlanner planner, BudgetLimits left, long nowMs) {
  /** What a smaller call needs less of. */
  private static final Set<String> OF_SIZE = Set.of(Limit.MONEY.word(), Limit.TOKENS.word());

  /**
   * One of them.
   *
   * @param run that wants it so
   * @param spec what it is for now
   * @param trim what was made smaller of it
   */
  public record Smaller(Run run, CallSpec spec, PlannedCall.ToSend call, Trim trim) {}

  /** Whether there is anything smaller that needs less of the limit which a call did not fit. */
  public static boolean mayFit(PlannedCall.ToSend whole, String limit) {
    return whole.quote() != null && OF_SIZE.contains(limit);
  }

  /**
   * Those that fit what is left, the best first; none is made before somebody asks for it.
   *
   * @param limit that it did not fit
   */
  public Stream<Smaller> of(
      RunView view, Run run, CallSpec spec, PlannedCall.ToSend whole, String limit) {
    String model = whole.target();
    Stream<Smaller> withoutTools =
        Stream.of(run)
            .flatMap(wanting -> withoutTools(wanting, limit).stream())
            .flatMap(bare -> at(view, bare, bare.wanted().get(0), model, Trim.NONE.toolless()));
    return Stream.concat(at(view, run, spec, model, Trim.NONE), withoutTools);
  }

  private static Optional<Working> withoutTools(Run run, String limit) {
    return run instanceof Working working
        ? Optional.of(working.withoutTools(limit)).filter(bare -> !bare.equals(working))
        : Optional.empty();
  }

  /** At the model, and then at each that stands in for it. */
  private Stream<Smaller> at(RunView view, Run run, CallSpec spec, String model, Trim before) {
    List<String> others = Objects.requireNonNull(pipeline.models().get(model)).fallbacks();
    Stream<Optional<Smaller>> first =
        Stream.of(model).map(name -> one(view, run, spec, name, before));
    Stream<Optional<Smaller>> instead =
        others.stream().map(name -> one(view, run, spec, name, before.ofOtherModel()));
    return Stream.concat(first, instead).flatMap(Optional::stream);
  }

  private Optional<Smaller> one(RunView view, Run run, CallSpec spec, String model, Trim before) {
    return plan(view, spec, model, Trim.NONE)
        .map(PlannedCall.ToSend::quote)
        .flatMap(quote -> Trimming.of(quote, left))
        .map(before::and)
        .flatMap(
            trim -> plan(view, spec, model, trim).map(call -> new Smaller(run, spec, call, trim)));
  }

  private Optional<PlannedCall.ToSend> plan(RunView view, CallSpec spec, String model, Trim trim) {
    PlannedCall planned = planner.plan(view, spec, new Aim(model, null, trim), nowMs);
    return planned instanceof PlannedCall.ToSend call ? Optional.of(call) : Optional.empty();
  }
}
