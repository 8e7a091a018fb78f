// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.price.Price;
import dev.millrace.price.PriceHistory;
import dev.millrace.price.Rates;
import dev.millrace.price.Tier;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Prices that change while runs are under way, and with the size of a request. An answer is 100
 * tokens in and 20 out, and takes 5 ms.
 */
class PricesInTimeTest extends PipelineStory {
  private static final long DOLLAR = 1_000_000_000;

  @Test
  void aCallIsPaidAtThePriceOfTheInstantAtWhichItEnded() {
    PipelineTester pipeline = start(asking(risesAfter(Duration.ofSeconds(2))));

    pipeline.request("r1", "ask");
    OutboundCall.ToModel first = pipeline.transport.takeModel();
    pipeline.transport.answer(first, "It.");
    pipeline.turn();
    pipeline.pass(Duration.ofMillis(1_995));
    pipeline.request("r2", "ask");
    pipeline.transport.answer(pipeline.transport.takeModel(), "It.");
    pipeline.turn();

    assertThat(pipeline.costs())
        .extracting(CostEvent::getPriceVersion)
        .containsExactly("old", "new");
    assertThat(pipeline.costs())
        .extracting(CostEvent::getAmountNanos)
        .containsExactly(120_000L, 1_200_000L);
    pipeline.takeResult();
    pipeline.takeResult();
  }

  @Test
  void whatIsReservedCoversAPriceThatRisesBeforeTheRunMustEnd() {
    BudgetLimits enoughToday = new BudgetLimits(500_000L, null, null, null);
    PriceHistory soon = risesAfter(Duration.ofSeconds(2));
    PriceHistory late = risesAfter(Duration.ofHours(2));

    assertThat(statusOf(asking(late).runBudget(enoughToday))).isEqualTo("completed");
    assertThat(statusOf(asking(soon).runBudget(enoughToday))).isEqualTo("incomplete");
  }

  @Test
  void whatIsReservedCoversTheTierOfALargePrompt() {
    BudgetLimits enoughBelow = new BudgetLimits(700_000L, null, null, null);
    Price tiered = new Price("v", "USD", flat(DOLLAR), List.of(new Tier(300, flat(10 * DOLLAR))));
    PriceHistory prices = PriceHistory.always(tiered);

    assertThat(statusOf(asking("word ".repeat(50), prices).runBudget(enoughBelow)))
        .isEqualTo("completed");
    assertThat(statusOf(asking("word ".repeat(301), prices).runBudget(enoughBelow)))
        .isEqualTo("incomplete");
  }

  @Test
  void whatIsWrittenToThePromptCacheForAnHourIsPaidAtItsOwnRate() {
    Rates rates = new Rates(DOLLAR, DOLLAR, DOLLAR, 2 * DOLLAR, 5 * DOLLAR);
    PriceHistory prices = PriceHistory.always(Price.flat("v", "USD", rates));
    PipelineTester pipeline = start(asking("word ".repeat(100), prices));

    pipeline.request("r1", "ask");
    Usage usage = Usage.of(100, 20).withCache(0, 70, 30);
    pipeline.transport.answer(pipeline.transport.takeModel(), "It.", usage);
    pipeline.turn();

    assertThat(pipeline.costs())
        .filteredOn(cost -> !cost.getKind().equals("saved"))
        .singleElement()
        .satisfies(
            cost -> {
              assertThat(cost.getUsage().getCacheWrite1hInputTokens()).isEqualTo(30);
              assertThat(cost.getAmountNanos()).isEqualTo(30_000 + 20_000 + 80_000 + 150_000);
            });
    pipeline.takeResult();
  }

  private String statusOf(Pipelines pipelines) {
    close();
    PipelineTester pipeline = start(pipelines);
    pipeline.request("r1", "ask");
    pipeline.transport.sent().stream()
        .findFirst()
        .ifPresent(call -> pipeline.transport.answer(pipeline.transport.takeModel(), "It."));
    pipeline.turn();
    Result result = pipeline.takeResult();
    return result.getStatus();
  }

  private static Pipelines asking(PriceHistory prices) {
    return asking("Say it.", prices);
  }

  /** Its answer is whole or not asked for. */
  private static Pipelines asking(String prompt, PriceHistory prices) {
    return Pipelines.shop()
        .priced("small", prices)
        .atLeast("small", 100)
        .plan("ask", "{{calls.a.text}}", model("a", prompt));
  }

  /** From a dollar a million tokens to ten. */
  private static PriceHistory risesAfter(Duration wait) {
    long atMs = PipelineTester.START.plus(wait).toEpochMilli();
    return new PriceHistory(
        List.of(
            new PriceHistory.Entry(PriceHistory.EVER, Price.flat("old", "USD", flat(DOLLAR))),
            new PriceHistory.Entry(atMs, Price.flat("new", "USD", flat(10 * DOLLAR)))));
  }

  private static Rates flat(long nanos) {
    return new Rates(nanos, nanos, nanos, nanos, nanos);
  }
}
