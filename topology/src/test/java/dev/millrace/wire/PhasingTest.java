// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.Guard;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Plan.PlanCall;
import dev.millrace.prompt.Inquiry;
import dev.millrace.prompt.RunView;
import dev.millrace.run.AgentWork;
import dev.millrace.run.CallResult;
import dev.millrace.run.Part;
import dev.millrace.run.PlanWork;
import dev.millrace.run.Run;
import dev.millrace.run.Samples;
import dev.millrace.run.StepTimes;
import dev.millrace.run.Tally;
import dev.millrace.run.Work;
import dev.millrace.run.Working;
import dev.millrace.schemas.Phases;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run that was received at -5 and started at 0, in milliseconds. */
class PhasingTest {

  @Test
  void callsThatFlewTogetherCountOnce() {
    Phases phases = phases(100, step(10), tool(10, 40), tool(20, 60), model(60, 95));

    assertThat(phases.getQueuedMs()).isEqualTo(5);
    assertThat(phases.getClassifyMs()).isEqualTo(10);
    assertThat(phases.getToolsMs()).isEqualTo(50);
    assertThat(phases.getModelsMs()).isEqualTo(35);
    assertThat(phases.getOwnMs()).isEqualTo(15);
    assertThat(phases.getTotalMs()).isEqualTo(100);
  }

  @Test
  void oneAfterTheOtherTheyWouldHaveTakenLonger() {
    Phases phases = phases(100, step(10), tool(10, 60), tool(10, 60), tool(10, 60));
    assertThat(phases.getSequentialMs()).isEqualTo(50 + 3 * 50);
    assertThat(phases(100, step(10), tool(10, 60)).getSequentialMs()).isEqualTo(100);
  }

  @Test
  void aCallWithinAnotherAddsNothing() {
    assertThat(phases(100, step(0), tool(0, 90), tool(10, 20), tool(85, 95)).getToolsMs())
        .isEqualTo(95);
  }

  @Test
  void gapsAreOurOwn() {
    Phases phases = phases(100, step(0), tool(0, 10), tool(50, 60));
    assertThat(phases.getToolsMs()).isEqualTo(20);
    assertThat(phases.getOwnMs()).isEqualTo(80);
  }

  @Test
  void aRunThatNeverGotToAStepWasClassifiedAllTheTime() {
    Phases phases = Phasing.of(view(PLAN), List.of(), Samples.START_MS + 30);
    assertThat(phases.getClassifyMs()).isEqualTo(30);
    assertThat(phases.getOwnMs()).isEqualTo(30);
  }

  /** Clocks of producers and of this machine differ, and may be set back. */
  @Test
  void noPhaseIsNegative() {
    Phases phases = phases(10, step(0), tool(0, 40), tool(30, 20));
    assertThat(phases.getOwnMs()).isZero();
    assertThat(phases.getToolsMs()).isEqualTo(40);
    assertThat(phases.getSequentialMs()).isNotNegative();
  }

  @Test
  void aCallOfAModelThatFailedIsStillOfAModel() {
    Part failed = part("model", 10, 40, Samples.failed(FailureKind.TIMEOUT));

    Phases phases = phases(100, step(10), failed, tool(40, 60));

    assertThat(phases.getModelsMs()).isEqualTo(30);
    assertThat(phases.getToolsMs()).isEqualTo(20);
  }

  @Test
  void anAgentsFailedCallsAreOfTheModelWhereItAskedAndOfAToolWhereItWished() {
    Part wish = turn(1, 0, 10, Samples.wishes(Samples.use("order")));
    Part tool = turn(2, 10, 30, Samples.failed(FailureKind.TIMEOUT));
    Part fallback = turn(3, 30, 70, Samples.failed(FailureKind.TIMEOUT));

    Phases phases =
        Phasing.of(view(AGENT, wish, tool, fallback), List.of(step(0)), Samples.START_MS + 100);

    assertThat(phases.getModelsMs()).isEqualTo(10 + 40);
    assertThat(phases.getToolsMs()).isEqualTo(20);
  }

  private static final Work PLAN = PlanWork.of(Samples.plan(Samples.node("tool"), model()));
  private static final Work AGENT =
      AgentWork.of(new Agent("model", "", List.of("order"), 5, 1, Map.of(), null, Guard.USUAL));

  private static PlanCall model() {
    Plan.Work work = new Plan.ModelWork("m", "", "", "", null, null);
    return new PlanCall("model", work, List.of(), List.of(), new Plan.All(), false);
  }

  private static RunView view(Work work, Part... parts) {
    Run run =
        Working.start(
                Samples.facts(), Tally.NONE, 0, Samples.routing("r"), work, AtLimit.NOTHING, 0)
            .next();
    return new RunView(run, new Inquiry("", "", List.of(), Map.of()), List.of(parts));
  }

  private static Phases phases(long endedMs, StepTimes step, Part... parts) {
    return Phasing.of(view(PLAN, parts), List.of(step), Samples.START_MS + endedMs);
  }

  private static StepTimes step(long fromMs) {
    return new StepTimes(1, 1, Samples.START_MS + fromMs, 0);
  }

  private static Part tool(long fromMs, long toMs) {
    return part("tool", fromMs, toMs, Samples.failed(FailureKind.TIMEOUT));
  }

  private static Part model(long fromMs, long toMs) {
    return part("model", fromMs, toMs, Samples.said("hi"));
  }

  private static Part part(String name, long fromMs, long toMs, CallResult result) {
    return new Part(
        Samples.call(1, 0), name, result, Samples.START_MS + fromMs, Samples.START_MS + toMs);
  }

  private static Part turn(int step, long fromMs, long toMs, CallResult result) {
    return new Part(
        Samples.call(step, 0), "x", result, Samples.START_MS + fromMs, Samples.START_MS + toMs);
  }
}
