// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import java.util.List;
import java.util.Set;

/**
 * A run at its limit, of which a model says the last word. What that says is its answer; whether it
 * says anything or not, the run ends as it would have ended before.
 *
 * @param main what it was on until then
 * @param ending how it ends after this
 * @param call of the model
 */
public record Closing(Work main, Ending ending, CallId call, State state) implements Work {
  private static final Set<FinishReason> SILENT =
      Set.of(FinishReason.CONTENT_FILTER, FinishReason.REFUSAL);

  /** How far the last word is. */
  public enum State {
    WANTED,
    FLYING,
    SAID,
    /** The call was not made, or failed, or said nothing. */
    UNSAID
  }

  static Closing of(Work main, Ending ending, CallId call) {
    return new Closing(main, ending, call, State.WANTED);
  }

  private Closing in(State next) {
    return new Closing(main, ending, call, next);
  }

  @Override
  public Move begin(RunId run, int step, long atMs) {
    return Move.to(this);
  }

  @Override
  public Move ended(CallId ended, CallResult result, int nextStep, long atMs) {
    return Move.end(in(saysSomething(result) ? State.SAID : State.UNSAID), ending);
  }

  private static boolean saysSomething(CallResult result) {
    if (!(result instanceof CallResult.ModelAnswer answer)) {
      return false;
    }
    ModelResponse response = answer.response();
    return !response.text().isBlank() && !SILENT.contains(response.finishReason());
  }

  @Override
  public Move timeCame(RunId run, int nextStep, long atMs) {
    return Move.to(this);
  }

  @Override
  public Set<CallId> flying() {
    return state == State.FLYING ? Set.of(call) : Set.of();
  }

  @Override
  public List<CallSpec> wanted() {
    return state == State.WANTED ? List.of(new CallSpec(call, new CallSpec.SayLast())) : List.of();
  }

  @Override
  public Closing launched(long atMs) {
    return state == State.WANTED ? in(State.FLYING) : this;
  }

  @Override
  public long wakeAtMs() {
    return Long.MAX_VALUE;
  }
}
