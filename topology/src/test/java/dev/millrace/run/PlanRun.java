// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Plan.PlanCall;
import dev.millrace.run.PlanWork.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan that a test plays through: it launches what is wanted and answers by name. */
final class PlanRun {
  /** Every state that any plan of this JVM's tests was seen in. */
  static final Set<State> SEEN = EnumSet.noneOf(State.class);

  private final List<String> cancelled = new ArrayList<>();
  private Working run;
  private @Nullable Ending ending;
  private long nowMs = Samples.START_MS;

  private PlanRun(Plan plan) {
    run =
        new Working(
            Samples.facts(),
            Tally.NONE,
            Samples.routing("r"),
            -1,
            List.of(),
            work(plan),
            List.of(),
            AtLimit.NOTHING);
    take(
        Working.start(
            Samples.facts(),
            Tally.NONE,
            -1,
            Samples.routing("r"),
            work(plan),
            AtLimit.NOTHING,
            nowMs));
  }

  private static PlanWork work(Plan plan) {
    return PlanWork.of(plan);
  }

  static PlanRun of(PlanCall... calls) {
    return new PlanRun(Samples.plan(calls));
  }

  private void take(Transition transition) {
    PlanWork before = (PlanWork) run.work();
    for (CallId call : transition.cancelled()) {
      before.nodes().forEach((name, node) -> noteIf(call.equals(node.call()), name));
    }
    run = (Working) transition.next();
    note();
    ending = transition.ending();
    if (ending == null) {
      run = run.launched(nowMs);
      note();
    }
  }

  private void noteIf(boolean itIs, String name) {
    if (itIs) {
      cancelled.add(name);
    }
  }

  private void note() {
    ((PlanWork) run.work()).nodes().values().forEach(node -> SEEN.add(node.state()));
  }

  PlanRun answer(String name) {
    return end(name, Samples.tool("{\"a\":1}"));
  }

  PlanRun answerNothing(String name) {
    return end(name, Samples.tool(" [] "));
  }

  PlanRun fail(String name) {
    return end(name, Samples.failed(FailureKind.SERVER_ERROR));
  }

  PlanRun end(String name, CallResult result) {
    CallId call = requireNonNull(node(name).call(), name + " never left");
    take(run.on(new RunEvent.CallEnded(call, result, Charge.NONE), nowMs));
    return this;
  }

  PlanRun pass(Duration duration) {
    nowMs += duration.toMillis();
    take(run.on(new RunEvent.TimeCame(), nowMs));
    return this;
  }

  PlanWork.Node node(String name) {
    return requireNonNull(((PlanWork) run.work()).nodes().get(name), name);
  }

  long wakesAfterMs() {
    return run.wakeAtMs() - Samples.START_MS;
  }

  PlanRun flying(String... names) {
    assertThat(ending).as("it goes on").isNull();
    List<String> flying = new ArrayList<>();
    ((PlanWork) run.work())
        .nodes()
        .forEach(
            (name, node) -> {
              if (node.state() == State.FLYING) {
                flying.add(name);
              }
            });
    assertThat(flying).containsExactlyInAnyOrder(names);
    return this;
  }

  PlanRun cancelled(String... names) {
    assertThat(cancelled).containsExactlyInAnyOrder(names);
    return this;
  }

  void completed() {
    assertThat(ending).isEqualTo(Ending.completed());
  }

  void incomplete(String reason) {
    assertEnd(RunStatus.INCOMPLETE, reason);
  }

  void failed(String reason) {
    assertEnd(RunStatus.FAILED, reason);
  }

  private void assertEnd(RunStatus status, String reason) {
    assertThat(ending).isNotNull();
    assertThat(ending.status()).isEqualTo(status);
    assertThat(ending.reason()).isEqualTo(reason);
  }
}
