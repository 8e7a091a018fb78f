// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall.ToModel;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.price.Price;
import dev.millrace.price.PriceHistory;
import dev.millrace.price.Rates;
import dev.millrace.price.Tier;
import dev.millrace.run.CallResult;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What other systems got wrong about money, each by its name; what accounts alone decide is in
 * {@code AccountsTest}. A token of {@code small} costs 1,000 nanos in, 4,000 out.
 */
class KnownDefectsTest extends PipelineStory {
  private static final String TENANT = PipelineTester.TENANT;
  private static final long DOLLAR = 1_000_000_000;

  private static Pipelines asking() {
    return asking("Say it.");
  }

  private static Pipelines asking(String prompt) {
    return Pipelines.shop().plan("ask", "{{calls.a.text}}", model("a", prompt));
  }

  /** What had come of an answer that breaks off is billed, and so is the next attempt. */
  @Test
  void partialStreamLost() {
    PipelineTester pipeline = start(asking());
    pipeline.request("r1", "ask");
    ToModel cut = pipeline.transport.takeModel();
    pipeline.transport.failBilled(cut, FailureKind.CUT_STREAM, Usage.of(100, 10).asEstimate());
    pipeline.turn();
    pipeline.pass(Duration.ofMillis(100));
    pipeline.transport.answer(pipeline.transport.takeModel(), "It.", Usage.of(100, 20));
    pipeline.turn();

    assertThat(pipeline.costs())
        .extracting(CostEvent::getAttempt, CostEvent::getAmountNanos, CostEvent::getEstimated)
        .containsExactly(tuple(1, 140_000L, true), tuple(2, 180_000L, false));
    assertThat(pipeline.takeResult().getCostNanos()).isEqualTo(320_000);
  }

  /** Nobody told what came of it, so it may have cost all that was held. */
  @Test
  void cancelledCallFree() {
    PipelineTester pipeline = start(asking());
    pipeline.request("r1", "ask");
    ToModel call = pipeline.transport.takeModel();
    long input = pipeline.tenantDay(TENANT).reserved().inputTokens();
    pipeline.cancel("r1", TENANT);

    long most = 1_000 * input + 4_000L * call.request().maxOutputTokens();
    assertThat(pipeline.takeResult().getCostNanos()).isEqualTo(most);
    assertThat(pipeline.tenantDay(TENANT).spent().moneyNanos()).isEqualTo(most);
    assertThat(pipeline.costs())
        .extracting(CostEvent::getAmountNanos, CostEvent::getEstimated)
        .containsExactly(tuple(most, true));
  }

  @Test
  void hedgeLoserUnbilled() {
    PipelineTester pipeline = start(asking().hedged("small", "small"));
    for (int i = 0; i < 20; i++) { // So many calls tell what is slow.
      pipeline.request("w" + i, "ask");
      pipeline.transport.answer(pipeline.transport.takeModel(), "It.");
      pipeline.turn();
      pipeline.takeResult();
    }
    long before = pipeline.tenantDay(TENANT).spent().moneyNanos();
    pipeline.request("r1", "ask");
    ToModel slow = pipeline.transport.takeModel();
    pipeline.pass(Duration.ofMillis(10));
    pipeline.transport.hasCome(slow, Usage.of(100, 3));
    pipeline.transport.answer(pipeline.transport.takeModel(), "It.", Usage.of(100, 20));
    pipeline.turn();

    assertThat(pipeline.takeResult().getCostNanos()).isEqualTo(180_000 + 112_000);
    assertThat(pipeline.tenantDay(TENANT).spent().moneyNanos() - before)
        .isEqualTo(180_000 + 112_000);
  }

  /** What is held covers the dearest tier that the prompt may be in, whatever is billed of it. */
  @Test
  void tieredPriceUnderReserve() {
    Price tiered = new Price("v", "USD", flat(DOLLAR), List.of(new Tier(300, flat(10 * DOLLAR))));
    PipelineTester pipeline =
        start(asking("word ".repeat(301)).priced("small", PriceHistory.always(tiered)));
    pipeline.request("r1", "ask");
    ToModel call = pipeline.transport.takeModel();
    Amounts held = pipeline.tenantDay(TENANT).reserved();
    Usage most = Usage.of(held.inputTokens(), call.request().maxOutputTokens());
    pipeline.transport.answer(call, "It.", most);
    pipeline.turn();

    long billed = 10_000 * (most.inputTokens() + most.outputTokens());
    assertThat(pipeline.takeResult().getCostNanos()).isEqualTo(billed);
    assertThat(held.moneyNanos()).isEqualTo(billed);
  }

  /** Providers answer under longer names than they were asked by, which no price list has. */
  @Test
  void aliasPricedAtZero() {
    PipelineTester pipeline = start(asking());
    pipeline.request("r1", "ask");
    ToModel call = pipeline.transport.takeModel();
    ModelResponse answer =
        new ModelResponse("It.", List.of(), FinishReason.STOP, "wire-small-2026-01-05");
    pipeline.transport.end(
        call,
        new Outcome.Succeeded<>(
            new CallResult.ModelAnswer(answer),
            Usage.of(100, 20),
            new Timing(Duration.ofMillis(5), null)));
    pipeline.turn();

    assertThat(pipeline.takeResult().getCostNanos()).isEqualTo(180_000);
    assertThat(pipeline.tenantDay(TENANT).spent().moneyNanos()).isEqualTo(180_000);
  }

  /** Neither one that the provider refuses, nor one that we do, counts as a call. */
  @Test
  void rejectedRequestBurningQuota() {
    BudgetLimits twoCalls = new BudgetLimits(null, null, 2L, null);
    PipelineTester pipeline = start(asking().tenantDay(twoCalls));
    pipeline.request("r1", "ask");
    pipeline.transport.fail(pipeline.transport.takeModel(), FailureKind.RATE_LIMITED);
    pipeline.turn();
    pipeline.pass(Duration.ofMillis(100));
    pipeline.transport.fail(pipeline.transport.takeModel(), FailureKind.INVALID_REQUEST);
    pipeline.turn();
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("failed");
    pipeline.request("r2", " ");
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("rejected");

    assertThat(pipeline.tenantDay(TENANT)).isEqualTo(Budget.EMPTY);
    for (String id : List.of("r3", "r4")) {
      pipeline.request(id, "ask");
      pipeline.transport.answer(pipeline.transport.takeModel(), "It.");
      pipeline.turn();
      assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
    }
  }

  /** A usage of zero is one that was told. */
  @Test
  void explicitZeroReplacedByAnEstimate() {
    PipelineTester pipeline = start(asking());
    pipeline.request("r1", "ask");
    ToModel call = pipeline.transport.takeModel();
    pipeline.transport.answer(call, "It.", Usage.of(0, 0));
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getCostNanos()).isZero();
    assertThat(pipeline.costs()).extracting(CostEvent::getEstimated).containsOnly(false);
    assertThat(pipeline.tenantDay(TENANT).spent().tokens()).isZero();
  }

  private static Rates flat(long nanos) {
    return new Rates(nanos, nanos, nanos, nanos, nanos);
  }
}
