// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.run.CallResult;
import dev.millrace.run.Part;
import dev.millrace.run.Samples;
import dev.millrace.run.StepTimes;
import dev.millrace.schemas.Phases;
import java.util.List;
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
    Phases phases = Phasing.of(Samples.facts(), List.of(), List.of(), Samples.START_MS + 30);
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

  private static Phases phases(long endedMs, StepTimes step, Part... parts) {
    return Phasing.of(Samples.facts(), List.of(step), List.of(parts), Samples.START_MS + endedMs);
  }

  private static StepTimes step(long fromMs) {
    return new StepTimes(1, 1, Samples.START_MS + fromMs, 0);
  }

  private static Part tool(long fromMs, long toMs) {
    return part(fromMs, toMs, Samples.failed(FailureKind.TIMEOUT));
  }

  private static Part model(long fromMs, long toMs) {
    return part(fromMs, toMs, Samples.said("hi"));
  }

  private static Part part(long fromMs, long toMs, CallResult result) {
    return new Part(
        Samples.call(1, 0), "x", result, Samples.START_MS + fromMs, Samples.START_MS + toMs);
  }
}
