// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.List;
import java.util.Set;

/**
 * A run that does not know its route yet, and has asked.
 *
 * @param step of the call it asks with
 * @param purpose {@link CallSpec.Embed} or {@link CallSpec.AskRoute}
 * @param candidates what a model may choose from; empty when examples are compared
 * @param launched whether the call is under way
 */
public record Classifying(
    RunFacts facts,
    Tally tally,
    int step,
    CallSpec.Purpose purpose,
    List<String> candidates,
    boolean launched)
    implements Run {

  public Classifying {
    candidates = List.copyOf(candidates);
  }

  public static Classifying byExamples(RunFacts facts) {
    return new Classifying(facts, Tally.NONE, 0, new CallSpec.Embed(), List.of(), false);
  }

  /** Examples left it unsure: the next step asks a model. */
  public Classifying byModel(List<String> candidates) {
    return new Classifying(facts, tally, step + 1, new CallSpec.AskRoute(), candidates, false);
  }

  public static Classifying byModel(RunFacts facts, List<String> candidates) {
    return new Classifying(facts, Tally.NONE, 0, new CallSpec.AskRoute(), candidates, false);
  }

  /**
   * The answer was paid and then lost on the way, so the same question is put again: as another
   * call, or its costs would be told as if they were those of the first.
   */
  public Classifying asksAgain() {
    return new Classifying(facts, tally, step + 1, purpose, candidates, false);
  }

  private CallId call() {
    return new CallId(facts.id(), step, 0);
  }

  /**
   * The answer itself is the classifier's to judge, not this state's: here only the money is
   * counted and the end of the time met.
   */
  @Override
  public Transition on(RunEvent event, long atMs) {
    if (event instanceof RunEvent.CallEnded ended) {
      return Transition.to(withTally(tally.plus(ended.call(), ended.charge())));
    }
    if (event instanceof RunEvent.Cancel cancel) {
      return stop(new Ending(RunStatus.CANCELLED, Reason.CANCELLED, cancel.why()));
    }
    if (atMs >= facts.deadlineAtMs()) {
      return stop(
          Ending.incomplete(Reason.DEADLINE, "The deadline came before a route was found."));
    }
    return Transition.to(this);
  }

  @Override
  public Transition stop(Ending ending) {
    return new Transition(this, List.copyOf(flying()), ending);
  }

  @Override
  public Set<CallId> flying() {
    return launched ? Set.of(call()) : Set.of();
  }

  @Override
  public List<CallSpec> wanted() {
    return launched ? List.of() : List.of(new CallSpec(call(), purpose));
  }

  @Override
  public Classifying launched(long atMs) {
    return new Classifying(facts, tally, step, purpose, candidates, true);
  }

  @Override
  public Classifying withTally(Tally next) {
    return new Classifying(facts, next, step, purpose, candidates, launched);
  }

  @Override
  public long wakeAtMs() {
    return facts.deadlineAtMs();
  }
}
