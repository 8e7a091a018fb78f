// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import static dev.millrace.run.Samples.DEADLINE_MS;
import static dev.millrace.run.Samples.START_MS;
import static dev.millrace.run.Samples.call;
import static dev.millrace.run.Samples.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.LastWord;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs whose route lets a model say a last word. */
class ClosingTest {
  private static final Duration KEPT = Duration.ofSeconds(5);
  private static final long ENDS_MS = DEADLINE_MS - KEPT.toMillis();

  @Test
  void aLimitLetsAModelSayTheLastWord() {
    Transition limit = running().on(refused("cost"), START_MS + 7);

    assertThat(limit.ending()).isNull();
    assertThat(limit.cancelled()).containsExactly(call(1, 1));
    assertThat(limit.next().wanted())
        .containsExactly(new CallSpec(call(2, 0), new CallSpec.SayLast()));
    assertThat(((Working) limit.next()).steps())
        .containsExactly(new StepTimes(1, 2, START_MS, START_MS + 7));
  }

  @Test
  void whatItSaysIsTheEndAndTheLimitItsReason() {
    Transition said = closing().on(answered(Samples.said("So far so good.")), START_MS);

    assertThat(said.ending()).isEqualTo(Ending.incomplete("cost", "No more."));
    assertThat(state(said.next())).isEqualTo(Closing.State.SAID);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTENT_FILTER", "REFUSAL"})
  void aRefusalIsNoLastWord(FinishReason reason) {
    Transition refused = closing().on(answered(Samples.model("I will not.", reason)), START_MS);

    assertThat(refused.ending()).isEqualTo(Ending.incomplete("cost", "No more."));
    assertThat(state(refused.next())).isEqualTo(Closing.State.UNSAID);
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void aLastWordThatFailsChangesNothing(FailureKind kind) {
    Transition failed = closing().on(answered(Samples.failed(kind)), START_MS);

    assertThat(failed.ending()).isEqualTo(Ending.incomplete("cost", "No more."));
    assertThat(state(failed.next())).isEqualTo(Closing.State.UNSAID);
  }

  @Test
  void timeIsKeptForIt() {
    Working run = running();
    assertThat(run.wakeAtMs()).isEqualTo(ENDS_MS);
    assertThat(run.on(new RunEvent.TimeCame(), ENDS_MS - 1).next()).isEqualTo(run);

    Transition late = run.on(new RunEvent.TimeCame(), ENDS_MS);

    assertThat(late.ending()).isNull();
    assertThat(late.cancelled()).containsExactlyInAnyOrder(call(1, 0), call(1, 1));
    assertThat(late.next().wanted()).hasSize(1);
    assertThat(late.next().wakeAtMs()).isEqualTo(DEADLINE_MS);
  }

  @Test
  void aLastWordThatDoesNotComeInTimeIsCalledOff() {
    Transition late = closing().on(new RunEvent.TimeCame(), DEADLINE_MS);

    assertThat(late.ending()).isEqualTo(Ending.incomplete("cost", "No more."));
    assertThat(late.cancelled()).containsExactly(call(2, 0));
  }

  @Test
  void aRunThatIsTooShortKeepsNoTime() {
    Working run = running(Duration.ofSeconds(30));

    assertThat(run.wakeAtMs()).isEqualTo(DEADLINE_MS);
    assertThat(run.on(new RunEvent.TimeCame(), DEADLINE_MS).ending()).isNotNull();
  }

  @Test
  void aLastWordCanBeCalledOff() {
    Transition off = closing().on(new RunEvent.Cancel("enough"), START_MS);

    assertThat(off.ending()).isEqualTo(new Ending(RunStatus.CANCELLED, "cancelled", "enough"));
    assertThat(off.cancelled()).containsExactly(call(2, 0));
  }

  @Test
  void aFailureIsNoLimit() {
    RunEvent failed =
        new RunEvent.CallEnded(call(1, 0), Samples.failed(FailureKind.TIMEOUT), Charge.NONE);

    Ending ending = running().on(failed, START_MS).ending();

    assertThat(ending).isNotNull();
    assertThat(ending.status()).isEqualTo(RunStatus.FAILED);
  }

  private static RunEvent refused(String limit) {
    CallResult result = CallResult.Failed.overBudget(limit, "No more.");
    return new RunEvent.CallEnded(call(1, 0), result, Charge.NONE);
  }

  private static RunEvent answered(CallResult result) {
    return new RunEvent.CallEnded(call(2, 0), result, Charge.NONE);
  }

  private static Run closing() {
    return running().on(refused("cost"), START_MS).next().launched(START_MS);
  }

  private static Closing.State state(Run run) {
    return ((Closing) ((Working) run).work()).state();
  }

  private static Working running() {
    return running(KEPT);
  }

  private static Working running(Duration kept) {
    AtLimit limit = new AtLimit(null, new LastWord("m", "", 100, 10, kept), null, false, false);
    Work work = PlanWork.of(Samples.plan(node("a"), node("b")));
    Transition begun =
        Working.start(Samples.facts(), Tally.NONE, 0, Samples.routing("r"), work, limit, START_MS);
    return (Working) begun.next().launched(START_MS);
  }
}
