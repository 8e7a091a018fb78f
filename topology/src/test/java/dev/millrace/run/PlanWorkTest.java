// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import static dev.millrace.run.Samples.after;
import static dev.millrace.run.Samples.node;
import static dev.millrace.run.Samples.optional;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.Plan.FirstSufficient;
import dev.millrace.pipeline.Plan.Quorum;
import dev.millrace.pipeline.Plan.Until;
import dev.millrace.run.PlanWork.State;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanWorkTest {
  private static final Until ONE_SECOND = new Until(Duration.ofSeconds(1));

  /** A new state needs a story here. */
  @AfterAll
  static void everyStateWasMet() {
    assertThat(PlanRun.SEEN).containsExactlyInAnyOrder(State.values());
  }

  @Test
  void aPlanWithoutCallsIsOverAtOnce() {
    PlanRun.of().completed();
  }

  // All.

  @Test
  void callsWithoutNeedsFlyTogetherAndTheLastOneEndsThePlan() {
    PlanRun.of(node("a"), node("b"))
        .flying("a", "b")
        .answer("b")
        .flying("a")
        .answer("a")
        .completed();
  }

  @Test
  void aCallWaitsForAllItNeeds() {
    PlanRun.of(node("a"), node("b"), node("c", "a", "b"))
        .flying("a", "b")
        .answer("a")
        .flying("b")
        .answer("b")
        .flying("c")
        .answer("c")
        .completed();
  }

  @Test
  void theOrderOfTheFileNeedNotBeTheOrderOfNeeds() {
    PlanRun.of(node("c", "b"), node("b", "a"), node("a"))
        .flying("a")
        .answer("a")
        .flying("b")
        .answer("b")
        .flying("c")
        .answer("c")
        .completed();
  }

  @Test
  void whatTwoCallsNeedIsCalledOnce() {
    PlanRun.of(node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c"))
        .answer("a")
        .flying("b", "c")
        .answer("c")
        .answer("b")
        .flying("d");
  }

  @Test
  void aFailedCallEndsTheRunAndCallsOffTheRest() {
    PlanRun plan = PlanRun.of(node("a"), node("b"), node("c", "a")).fail("a");

    plan.failed("server_error");
    plan.cancelled("b");
  }

  @Test
  void anOptionalFailureIsGoneOnWithout() {
    PlanRun.of(optional(node("a")), node("b", "a")).fail("a").flying("b").answer("b").completed();
  }

  @Test
  void theLastCallMayFailIfItIsOptional() {
    PlanRun.of(node("a"), optional(node("b"))).answer("a").fail("b").completed();
  }

  @Test
  void anEmptyResultIsAResult() {
    PlanRun.of(node("a"), node("b", "a")).answerNothing("a").flying("b").answer("b").completed();
  }

  @Test
  void anAnswerCutAtItsLimitIsOfUseButTheRunIsNotComplete() {
    PlanRun plan = PlanRun.of(node("a"), node("b", "a"));
    plan.end("a", Samples.model("Once upon", FinishReason.LENGTH)).flying("b").answer("b");

    plan.incomplete("length");
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTENT_FILTER", "REFUSAL"})
  void aFilteredAnswerIsAFailureAndSoIsARefusal(FinishReason reason) {
    PlanRun.of(node("a"), node("b", "a"))
        .end("a", Samples.model("I will not.", reason))
        .failed("content_filtered");
  }

  @Test
  void overBudgetIsAnIncompleteEndWithTheLimitsName() {
    PlanWork work = PlanWork.of(Samples.plan(node("a")));
    Working run =
        (Working)
            Working.start(
                    Samples.facts(),
                    Tally.NONE,
                    -1,
                    Samples.routing("r"),
                    work,
                    AtLimit.NOTHING,
                    Samples.START_MS)
                .next();
    RunEvent refused =
        new RunEvent.CallEnded(
            Samples.call(0, 0), CallResult.Failed.overBudget("cost", "Too dear."), Charge.NONE);

    Transition end = run.launched(Samples.START_MS).on(refused, Samples.START_MS);

    assertThat(end.ending()).isEqualTo(new Ending(RunStatus.INCOMPLETE, "cost", "Too dear."));
  }

  // After.

  @Test
  void aCallLeavesAfterOthersWhateverCameOfThem() {
    PlanRun.of(optional(node("a")), node("b"), after(node("c"), "a", "b"))
        .flying("a", "b")
        .fail("a")
        .flying("b")
        .answerNothing("b")
        .flying("c")
        .answer("c")
        .completed();
  }

  @Test
  void aFailureEndsTheRunAsIfNobodyCameAfterIt() {
    PlanRun.of(node("a"), after(node("b"), "a")).fail("a").failed("server_error");
  }

  @Test
  void aCallNeedsSomeAndFollowsOthers() {
    PlanRun.of(node("a"), node("b"), after(node("c", "a"), "b"))
        .answer("a")
        .flying("b")
        .answer("b")
        .flying("c");
  }

  @Test
  void whoComesAfterACallDoesNotKeepItAlive() {
    PlanRun.of(
            node("a"), node("b"), node("c", new FirstSufficient(), "a", "b"), after(node("d"), "b"))
        .flying("a", "b")
        .answer("a")
        .cancelled("b")
        .flying("c", "d")
        .answer("d")
        .answer("c")
        .completed();
  }

  @Test
  void whoComesAfterADroppedCallLeaves() {
    PlanRun.of(node("a"), optional(node("b", new Quorum(1), "a")), after(node("c"), "b"))
        .answer("a")
        .flying("b")
        .fail("b")
        .flying("c");
  }

  @Test
  void aJoinThatIsMetWaitsForTheOthersAndForNoMore() {
    PlanRun.of(
            node("a"), node("b"), node("z"), after(node("c", new FirstSufficient(), "a", "b"), "z"))
        .answer("a")
        .flying("b", "z")
        .answer("z")
        .cancelled("b")
        .flying("c");
  }

  @Test
  void aTimeLimitThatPassesMeanwhileIsNotWaitedForAgain() {
    PlanRun.of(node("a"), node("z"), after(node("c", ONE_SECOND, "a"), "z"))
        .pass(Duration.ofSeconds(2))
        .flying("a", "z")
        .answer("z")
        .cancelled("a")
        .flying("c");
  }

  // First sufficient.

  @Test
  void theFirstSufficientResultIsEnoughAndTheRestIsCalledOff() {
    PlanRun.of(node("a"), node("b"), node("c", new FirstSufficient(), "a", "b"))
        .answer("b")
        .cancelled("a")
        .flying("c")
        .answer("c")
        .completed();
  }

  @Test
  void anEmptyResultIsNotSufficient() {
    PlanRun.of(node("a"), node("b"), node("c", new FirstSufficient(), "a", "b"))
        .answerNothing("a")
        .flying("b")
        .answer("b")
        .flying("c");
  }

  @Test
  void anAlternativeMayFailWhileAnotherIsUnderWay() {
    PlanRun.of(node("a"), node("b"), node("c", new FirstSufficient(), "a", "b"))
        .fail("a")
        .flying("b")
        .answer("b")
        .flying("c");
  }

  @Test
  void aRunFailsWhenNoAlternativeSufficed() {
    PlanRun.of(node("a"), node("b"), node("c", new FirstSufficient(), "a", "b"))
        .fail("a")
        .answerNothing("b")
        .failed("needs_not_met");
  }

  @Test
  void anOptionalCallWhoseNeedsAreNeverMetIsDropped() {
    PlanRun.of(node("a"), optional(node("b", new FirstSufficient(), "a")), node("c", "b"))
        .answerNothing("a")
        .flying("c")
        .answer("c")
        .completed();
  }

  /** The file may name the one that waits before the one that is dropped. */
  @Test
  void whoWaitsForADroppedCallGoesOnWhateverTheOrderOfTheFile() {
    PlanRun.of(node("c", "b"), optional(node("b", new FirstSufficient(), "a")), node("a"))
        .answerNothing("a")
        .flying("c")
        .answer("c")
        .completed();
  }

  @Test
  void aPlanWhoseLastCallIsDroppedIsOver() {
    PlanRun.of(node("a"), optional(node("b", new FirstSufficient(), "a")))
        .answerNothing("a")
        .completed();
  }

  @Test
  void whatIsStillNeededByAnotherIsNotCalledOff() {
    PlanRun.of(
            node("a"), node("b"), node("c", new FirstSufficient(), "a", "b"), node("d", "a", "b"))
        .answer("b")
        .cancelled()
        .flying("a", "c")
        .answer("c")
        .answer("a")
        .flying("d");
  }

  /** Behind what nobody needs, nothing is needed either. */
  @Test
  void whatOnlyADroppedCallNeedsIsCalledOffToo() {
    PlanRun.of(
            node("a"),
            node("behind"),
            node("b", "behind"),
            node("c", new FirstSufficient(), "a", "b"))
        .flying("a", "behind")
        .answer("a")
        .flying("c")
        .cancelled("behind")
        .answer("c")
        .completed();
  }

  // Quorum.

  @Test
  void aQuorumIsMetByEmptyResultsToo() {
    PlanRun.of(node("a"), node("b"), node("c"), node("d", new Quorum(2), "a", "b", "c"))
        .answer("a")
        .flying("b", "c")
        .answerNothing("c")
        .cancelled("b")
        .flying("d");
  }

  @Test
  void aQuorumThatCanNoMoreBeMetFailsTheRunAtTheLastAnswer() {
    PlanRun.of(node("a"), node("b"), node("c"), node("d", new Quorum(2), "a", "b", "c"))
        .fail("a")
        .fail("b")
        .flying("c")
        .answer("c")
        .failed("needs_not_met");
  }

  // Until.

  @Test
  void untilGoesOnEarlyIfAllHaveEnded() {
    PlanRun.of(node("a"), node("b"), node("c", ONE_SECOND, "a", "b"))
        .answer("a")
        .fail("b")
        .flying("c");
  }

  @Test
  void untilGoesOnWithWhatIsThereWhenItsTimeIsUp() {
    PlanRun plan = PlanRun.of(node("a"), node("b"), node("c", ONE_SECOND, "a", "b"));
    assertThat(plan.wakesAfterMs()).isEqualTo(1_000);

    plan.answer("a")
        .pass(Duration.ofMillis(999))
        .flying("b")
        .pass(Duration.ofMillis(1))
        .cancelled("b")
        .flying("c")
        .answer("c")
        .completed();
  }

  @Test
  void untilCountsFromTheFirstThatLeft() {
    PlanRun plan =
        PlanRun.of(node("first"), node("a"), node("b", "first"), node("c", ONE_SECOND, "a", "b"));
    plan.pass(Duration.ofMillis(300)).answer("first").flying("a", "b");

    assertThat(plan.wakesAfterMs()).isEqualTo(1_000);
    plan.pass(Duration.ofMillis(700)).cancelled("a", "b").flying("c");
  }

  @Test
  void onceItsTimeHasComeThePlanWaitsForTheDeadlineOnly() {
    PlanRun plan = PlanRun.of(node("a"), node("c", ONE_SECOND, "a")).pass(Duration.ofSeconds(1));

    assertThat(plan.wakesAfterMs()).isEqualTo(Samples.DEADLINE_MS - Samples.START_MS);
  }

  // What comes too late.

  @Test
  void theAnswerOfACalledOffCallChangesNothing() {
    PlanRun.of(node("a"), node("b"), node("c", new FirstSufficient(), "a", "b"))
        .answer("b")
        .flying("c")
        .answer("a")
        .flying("c")
        .fail("a")
        .flying("c")
        .answer("c")
        .completed();
  }

  @Test
  void aWriteWithAnUnknownOutcomeEndsTheRun() {
    PlanRun.of(node("a"), node("b", "a"))
        .end("a", Samples.failed(FailureKind.UNKNOWN_OUTCOME))
        .failed("unknown_outcome");
  }

  @Test
  void callIdsOfAStepAreCountedFromZeroAndStepsGoUp() {
    PlanRun plan = PlanRun.of(node("a"), node("b"), node("c", "a"), node("d", "b"));
    plan.answer("b").answer("a");

    assertThat(plan.node("a").call()).isEqualTo(Samples.call(0, 0));
    assertThat(plan.node("b").call()).isEqualTo(Samples.call(0, 1));
    assertThat(plan.node("d").call()).isEqualTo(Samples.call(1, 0));
    assertThat(plan.node("c").call()).isEqualTo(Samples.call(2, 0));
  }
}
