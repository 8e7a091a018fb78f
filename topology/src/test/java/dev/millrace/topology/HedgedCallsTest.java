// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.predicted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall.ToModel;
import dev.millrace.ledger.Amounts;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Calls of {@code small} that take long. An answer takes 5 ms, and its 100 tokens in and 20 out
 * cost 180,000 nanos; at {@code large} ten times that.
 */
class HedgedCallsTest extends PipelineStory {
  /** So many calls tell what is slow. */
  private static final int ENOUGH = 20;

  private static final Duration SLOW = Duration.ofMillis(10);
  private static final long ANSWER_NANOS = 180_000;
  private static final Duration BACKOFF = Duration.ofMillis(100);

  private static Pipelines asking() {
    return Pipelines.shop()
        .hedged("small", "small")
        .plan("ask", "{{calls.a.text}}", model("a", "Say it."));
  }

  /** A pipeline that has seen enough calls to know which are slow. */
  private PipelineTester warm(Pipelines pipelines) {
    PipelineTester pipeline = start(pipelines);
    warmUp(pipeline, ENOUGH);
    return pipeline;
  }

  private static void warmUp(PipelineTester pipeline, int calls) {
    for (int i = 0; i < calls; i++) {
      pipeline.request("w" + i, "ask");
      pipeline.transport.answer(pipeline.transport.takeModel(), "Warm.");
      pipeline.turn();
      assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
    }
  }

  private static List<CostEvent> costsOf(PipelineTester pipeline, String request) {
    return pipeline.costs().stream().filter(cost -> cost.getRequestId().equals(request)).toList();
  }

  // Who is answered first.

  @Test
  void aSlowCallIsMadeOnceMoreAndTheFirstGoodAnswerIsTaken() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.turn();
    pipeline.transport.assertNothingLeft();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.answer(second, "Second.");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getAnswer()).isEqualTo("Second.");
    assertThat(pipeline.transport.isCancelled(first)).isTrue();
    assertThat(first.request().callId()).isEqualTo(first.id().toString());
    assertThat(second.request().callId()).isEqualTo(first.id() + "/hedge");
    assertThat(second.request().withCallId(first.request().callId())).isEqualTo(first.request());
    List<CostEvent> costs = costsOf(pipeline, "r1");
    assertThat(costs).extracting(CostEvent::getEventId).doesNotHaveDuplicates();
    assertThat(costs).extracting(CostEvent::getAttempt).containsExactly(2, 1);
    assertThat(costs).extracting(CostEvent::getLostHedge).containsExactly(false, true);
    assertThat(costs).extracting(CostEvent::getEstimated).containsExactly(false, true);
    assertThat(costs.get(0).getAmountNanos()).isEqualTo(ANSWER_NANOS);
    assertThat(result.getCostNanos())
        .isEqualTo(costs.stream().mapToLong(CostEvent::getAmountNanos).sum());
  }

  @Test
  void theFirstAttemptMayStillBeTheFirstThatIsAnswered() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.answer(first, "First.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("First.");
    assertThat(pipeline.transport.isCancelled(second)).isTrue();
    assertThat(costsOf(pipeline, "r1"))
        .extracting(CostEvent::getAttempt, CostEvent::getLostHedge)
        .containsExactly(tuple(1, false), tuple(2, true));
  }

  @Test
  void theLoserIsPaidByItsUsageIfItHadAnsweredBeforeItWasCalledOff() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.answer(second, "Second.");
    pipeline.transport.answer(first, "First.", Usage.of(100, 10));
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Second.");
    assertThat(costsOf(pipeline, "r1"))
        .extracting(CostEvent::getAmountNanos, CostEvent::getEstimated, CostEvent::getLostHedge)
        .containsExactly(tuple(ANSWER_NANOS, false, false), tuple(140_000L, false, true));
  }

  @Test
  void theLoserIsPaidByWhatHadComeOfItsAnswerWhenItWasCalledOff() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.hasCome(first, Usage.of(100, 3));
    pipeline.transport.answer(second, "Second.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Second.");
    assertThat(costsOf(pipeline, "r1"))
        .extracting(CostEvent::getAmountNanos, CostEvent::getEstimated, CostEvent::getLostHedge)
        .containsExactly(tuple(ANSWER_NANOS, false, false), tuple(112_000L, true, true));
    assertThat(costsOf(pipeline, "r1").get(1).getUsage().getOutputTokens()).isEqualTo(3);
  }

  @Test
  void whatHadComeIsNotPaidAtMoreThanTheAnswerMayCost() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.hasCome(first, Usage.of(100, 1_000_000));
    pipeline.transport.answer(second, "Second.");
    pipeline.turn();

    pipeline.takeResult();
    CostEvent lost = costsOf(pipeline, "r1").get(1);
    assertThat(lost.getUsage().getOutputTokens()).isEqualTo(first.request().maxOutputTokens());
  }

  @Test
  void whatMayBeRejectedOfAPredictionIsHeldForBothAndPaidByTheLoser() {
    String prediction = "word ".repeat(500);
    Pipelines pipelines =
        Pipelines.shop()
            .hedged("small", "small")
            .plan("ask", "{{calls.a.text}}", predicted(model("a", "Say it."), prediction));
    PipelineTester pipeline = warm(pipelines);

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    long held = pipeline.tenantDay(PipelineTester.TENANT).reserved().tokens();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    assertThat(pipeline.tenantDay(PipelineTester.TENANT).reserved().tokens()).isEqualTo(2 * held);
    pipeline.transport.answer(second, "Second.");
    pipeline.turn();

    pipeline.takeResult();
    long output = costsOf(pipeline, "r1").get(1).getUsage().getOutputTokens();
    assertThat(output - first.request().maxOutputTokens()).isBetween(500L, 510L);
  }

  @Test
  void anotherModelMayBeAskedAndNeitherIsPaidForMoreThanItself() {
    PipelineTester pipeline = warm(asking().hedged("small", "large"));

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    assertThat(second.model()).isEqualTo("large");
    pipeline.transport.answer(second, "Large.");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getModels()).containsExactly("large");
    List<CostEvent> costs = costsOf(pipeline, "r1");
    assertThat(costs).extracting(CostEvent::getModel).containsExactly("large", "small");
    assertThat(costs.get(0).getAmountNanos()).isEqualTo(10 * ANSWER_NANOS);
    long input = costs.get(1).getUsage().getInputTokens();
    long mostOfSmall = 1_000 * input + 4_000L * first.request().maxOutputTokens();
    assertThat(costs.get(1).getAmountNanos()).isEqualTo(mostOfSmall);
  }

  // Who is not hedged.

  @Test
  void whatIsSlowIsKnownOnceEnoughCallsWereSeen() {
    PipelineTester pipeline = start(asking());
    warmUp(pipeline, ENOUGH - 1);

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(Duration.ofSeconds(5));
    pipeline.transport.assertNothingLeft();
    pipeline.transport.answer(first, "It.");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("It.");

    pipeline.request("r2", "ask");
    ToModel next = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    pipeline.transport.answer(pipeline.transport.takeModel(), "Hedged.");
    pipeline.turn();
    assertThat(pipeline.transport.isCancelled(next)).isTrue();
    pipeline.takeResult();
  }

  @Test
  void nobodyIsHedgedWhoDidNotAskForIt() {
    PipelineTester pipeline =
        warm(Pipelines.shop().plan("ask", "{{calls.a.text}}", model("a", "Say it.")));

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(Duration.ofSeconds(9));

    pipeline.transport.assertNothingLeft();
    pipeline.transport.answer(first, "It.");
    pipeline.turn();
    pipeline.takeResult();
  }

  @Test
  void whereTheBudgetDoesNotHoldASecondOneNothingChanges() {
    PipelineTester pipeline = warm(asking().runBudget(new BudgetLimits(null, null, 1L, null)));

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    Amounts reserved = pipeline.tenantDay(PipelineTester.TENANT).reserved();
    pipeline.pass(SLOW);

    pipeline.transport.assertNothingLeft();
    assertThat(pipeline.tenantDay(PipelineTester.TENANT).reserved()).isEqualTo(reserved);
    pipeline.transport.answer(first, "It.");
    pipeline.turn();
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  @Test
  void whatASecondOneMayCostIsReservedBeforeItLeaves() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    Amounts reserved = pipeline.tenantDay(PipelineTester.TENANT).reserved();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();

    Amounts both = pipeline.tenantDay(PipelineTester.TENANT).reserved();
    assertThat(both.modelCalls()).isEqualTo(2);
    assertThat(both.tokens()).isEqualTo(2 * reserved.tokens());
    // The first one may fall back to a dearer model, the second one to none.
    assertThat(both.moneyNanos()).isBetween(reserved.moneyNanos() + 1, 2 * reserved.moneyNanos());
    pipeline.transport.answer(first, "It.");
    pipeline.turn();
    pipeline.takeResult();
    assertThat(pipeline.transport.isCancelled(second)).isTrue();
  }

  @Test
  void aFirstAttemptThatWaitsForAPlaceGoesBeforeASecondOne() {
    PipelineTester pipeline = warm(asking().maxInFlight(2));

    pipeline.request("r1", "ask");
    ToModel one = pipeline.transport.takeModel();
    pipeline.request("r2", "ask");
    ToModel two = pipeline.transport.takeModel();
    pipeline.request("r3", "ask");
    pipeline.pass(SLOW);
    pipeline.transport.assertNothingLeft();

    pipeline.transport.answer(one, "One.");
    pipeline.turn();
    ToModel three = pipeline.transport.takeModel();
    assertThat(isHedge(three)).isFalse();
    pipeline.transport.answer(two, "Two.");
    pipeline.transport.answer(three, "Three.");
    pipeline.turn();
    for (int i = 0; i < 3; i++) {
      assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
    }
  }

  @Test
  void aModelBehindAnOpenBreakerIsNoHelp() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.transport.openBreakers();
    pipeline.pass(SLOW);

    pipeline.transport.assertNothingLeft();
    pipeline.transport.answer(first, "It.");
    pipeline.turn();
    assertThat(costsOf(pipeline, "r1")).hasSize(1);
    pipeline.takeResult();
  }

  @Test
  void whileAllCallsAreSlowOnlySomeAreMadeTwice() {
    PipelineTester pipeline = warm(asking());
    for (int i = 0; i < 40; i++) {
      pipeline.request("r" + i, "ask");
    }
    pipeline.pass(Duration.ofSeconds(1));

    List<ToModel> left = pipeline.transport.takeAll().stream().map(ToModel.class::cast).toList();
    List<ToModel> second = left.stream().filter(HedgedCallsTest::isHedge).toList();
    assertThat(left).hasSize(40 + ENOUGH / 10);
    assertThat(second).hasSize(ENOUGH / 10);
    left.stream()
        .filter(call -> !isHedge(call))
        .forEach(call -> pipeline.transport.answer(call, "It."));
    pipeline.turn();
    for (int i = 0; i < 40; i++) {
      pipeline.takeResult();
    }
  }

  private static boolean isHedge(ToModel call) {
    return call.request().callId().endsWith("/hedge");
  }

  // When one fails, and when both do.

  @Test
  void ifTheSecondOneFailsTheFirstIsWaitedFor() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    pipeline.transport.failBilled(
        pipeline.transport.takeModel(), FailureKind.CUT_STREAM, Usage.of(100, 10));
    pipeline.turn();
    pipeline.assertNoResult();
    pipeline.pass(Duration.ofSeconds(1));
    pipeline.transport.assertNothingLeft();

    pipeline.transport.answer(first, "First.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("First.");
    assertThat(costsOf(pipeline, "r1"))
        .extracting(CostEvent::getAttempt, CostEvent::getAmountNanos, CostEvent::getLostHedge)
        .containsExactly(tuple(2, 140_000L, false), tuple(1, ANSWER_NANOS, false));
  }

  @Test
  void ifTheFirstOneFailsTheSecondIsWaitedFor() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.failBilled(first, FailureKind.CUT_STREAM, Usage.of(100, 10));
    pipeline.turn();
    pipeline.pass(Duration.ofSeconds(1));
    pipeline.transport.assertNothingLeft();
    pipeline.assertNoResult();

    pipeline.transport.answer(second, "Second.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Second.");
    assertThat(costsOf(pipeline, "r1"))
        .extracting(CostEvent::getAttempt, CostEvent::getAmountNanos, CostEvent::getLostHedge)
        .containsExactly(tuple(1, 140_000L, false), tuple(2, ANSWER_NANOS, false));
  }

  @Test
  void ifBothFailTheRetryFollowsFromTheFirstOnesFailureAndIsNotHedgedAgain() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.fail(first, FailureKind.TIMEOUT);
    pipeline.turn();
    pipeline.transport.fail(second, FailureKind.INVALID_REQUEST);
    pipeline.turn();
    pipeline.assertNoResult();
    pipeline.pass(BACKOFF);
    ToModel third = pipeline.transport.takeModel();
    assertThat(third.request()).isEqualTo(first.request());
    pipeline.pass(Duration.ofSeconds(1));
    pipeline.transport.assertNothingLeft();
    pipeline.transport.answer(third, "Third.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Third.");
    assertThat(costsOf(pipeline, "r1")).extracting(CostEvent::getAttempt).containsExactly(3);
  }

  @Test
  void ifBothFailItGoesElsewhereWhereTheFirstOnesFailureSaysSo() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.fail(first, FailureKind.QUOTA_EXHAUSTED);
    pipeline.turn();
    pipeline.transport.assertNothingLeft();
    pipeline.transport.fail(second, FailureKind.TIMEOUT);
    pipeline.turn();
    ToModel third = pipeline.transport.takeModel();
    assertThat(third.model()).isEqualTo("large");
    pipeline.transport.answer(third, "Large.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Large.");
  }

  @Test
  void ifBothFailAndTheFirstOneGaveUpTheCallHasFailedAsThat() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.fail(first, FailureKind.CONTENT_FILTERED);
    pipeline.turn();
    pipeline.assertNoResult();
    pipeline.transport.fail(second, FailureKind.TIMEOUT);
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("failed");
    assertThat(result.getReason()).isEqualTo("content_filtered");
    assertThat(costsOf(pipeline, "r1")).isEmpty();
  }

  @Test
  void aFirstOneThatIsBilledMoreThanTheBudgetHoldsBesideTheNextIsPaidAndTheSecondWaitedFor() {
    PipelineTester pipeline = warm(asking().runBudget(new BudgetLimits(null, null, 2L, null)));

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.failBilled(first, FailureKind.CUT_STREAM, Usage.of(100, 10));
    pipeline.turn();
    assertThat(pipeline.tenantDay(PipelineTester.TENANT).reserved().modelCalls()).isEqualTo(1);
    pipeline.transport.fail(second, FailureKind.TIMEOUT); // and is not billed
    pipeline.turn();
    pipeline.pass(BACKOFF);
    pipeline.transport.answer(pipeline.transport.takeModel(), "Third.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Third.");
  }

  @Test
  void ifBothAreBilledAndTheBudgetHoldsNoMoreTheRunEndsForThat() {
    PipelineTester pipeline = warm(asking().runBudget(new BudgetLimits(null, null, 2L, null)));

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.failBilled(first, FailureKind.CUT_STREAM, Usage.of(100, 10));
    pipeline.turn();
    pipeline.transport.failBilled(second, FailureKind.CUT_STREAM, Usage.of(100, 10));
    pipeline.turn();
    pipeline.pass(BACKOFF);

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("model_calls");
    assertThat(result.getCostNanos()).isEqualTo(280_000);
  }

  // What comes between.

  @Test
  void aRunThatIsCalledOffPaysBoth() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.cancel("r1", PipelineTester.TENANT);

    assertThat(pipeline.takeResult().getStatus()).isEqualTo("cancelled");
    assertThat(pipeline.transport.isCancelled(first)).isTrue();
    assertThat(pipeline.transport.isCancelled(second)).isTrue();
    assertThat(costsOf(pipeline, "r1"))
        .extracting(CostEvent::getAttempt, CostEvent::getLostHedge, CostEvent::getEstimated)
        .containsExactly(tuple(1, false, true), tuple(2, false, true));
  }

  @Test
  void aRunThatIsCalledOffPaysWhatHadComeOfItsAnswers() {
    PipelineTester pipeline = start(asking());

    pipeline.request("r1", "ask");
    pipeline.transport.hasCome(pipeline.transport.takeModel(), Usage.of(100, 5));
    pipeline.cancel("r1", PipelineTester.TENANT);

    assertThat(pipeline.takeResult().getCostNanos()).isEqualTo(120_000);
  }

  @Test
  void aClientThatNeverAnswersASecondOneIsGivenUp() {
    PipelineTester pipeline = warm(asking());

    pipeline.request("r1", "ask");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.fail(first, FailureKind.CONTENT_FILTERED);
    pipeline.turn();
    pipeline.pass(Duration.ofSeconds(12));
    pipeline.turn();

    assertThat(pipeline.transport.isCancelled(second)).isTrue();
    assertThat(pipeline.takeResult().getReason()).isEqualTo("content_filtered");
  }

  @Test
  void aRestartMakesTheCallOnceMoreAndOnlyOnce() {
    PipelineTester running = warm(asking());
    running.request("r1", "ask");
    ToModel first = running.transport.takeModel();
    running.pass(SLOW);
    running.transport.takeModel();

    PipelineTester pipeline = restart(running, asking());

    ToModel again = pipeline.transport.takeModel();
    assertThat(again.request()).isEqualTo(first.request());
    pipeline.transport.assertNothingLeft();
    assertThat(pipeline.tenantDay(PipelineTester.TENANT).reserved().modelCalls()).isEqualTo(1);
    pipeline.transport.answer(again, "Again.");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Again.");
    assertThat(costsOf(pipeline, "r1"))
        .extracting(CostEvent::getAttempt, CostEvent::getOutcomeUnknown)
        .containsExactly(tuple(2, true), tuple(1, true), tuple(3, false));
    pipeline.assertNothingIsLeftBehind();
  }

  @Test
  void aRestartWhileOnlyTheSecondOneIsUnderWayMakesTheNextAttempt() {
    PipelineTester running = warm(asking());
    running.request("r1", "ask");
    ToModel first = running.transport.takeModel();
    running.pass(SLOW);
    running.transport.takeModel();
    running.transport.failBilled(first, FailureKind.CONTENT_FILTERED, Usage.of(100, 10));
    running.turn();

    PipelineTester pipeline = restart(running, asking());

    ToModel again = pipeline.transport.takeModel();
    assertThat(again.request()).isEqualTo(first.request());
    pipeline.transport.answer(again, "Again.");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Again.");
    assertThat(costsOf(pipeline, "r1"))
        .extracting(CostEvent::getAttempt, CostEvent::getOutcomeUnknown)
        .containsExactly(tuple(1, false), tuple(2, true), tuple(3, false));
  }

  @Test
  void anAgentsTurnIsHedgedLikeAnyOther() {
    PipelineTester pipeline = warm(asking().hedged("large", "small").agent("help", 5, "order"));
    for (int i = 0; i < ENOUGH; i++) {
      pipeline.request("h" + i, "help");
      pipeline.transport.answer(pipeline.transport.takeModel(), "Helped.");
      pipeline.turn();
      pipeline.takeResult();
    }

    pipeline.request("r1", "help");
    ToModel first = pipeline.transport.takeModel();
    pipeline.pass(SLOW);
    ToModel second = pipeline.transport.takeModel();
    pipeline.transport.wish(second, new ToolUse("u1", "order", "{}"));
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeModel(), "Sent.");
    pipeline.turn();

    assertThat(pipeline.transport.isCancelled(first)).isTrue();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Sent.");
  }
}
