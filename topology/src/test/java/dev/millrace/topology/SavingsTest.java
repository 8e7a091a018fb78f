// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.pipeline.CachePolicy;
import dev.millrace.pipeline.CachePolicy.Scope;
import dev.millrace.price.Price;
import dev.millrace.price.PriceHistory;
import dev.millrace.price.Rates;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.SavedBy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What caches kept from being spent is told, exactly once, and by what. */
class SavingsTest extends PipelineStory {
  /** A nano each token, a tenth to read, a quarter more to write. */
  private static final Rates RATES = new Rates(1_000_000, 1_000_000, 100_000, 1_250_000, 2_000_000);

  private static List<CostEvent> saved(PipelineTester pipeline) {
    return pipeline.costs().stream().filter(cost -> cost.getKind().equals("saved")).toList();
  }

  @Test
  void whatTheProvidersCacheSavedIsOfTheAttemptThatItServed() {
    PriceHistory prices = PriceHistory.always(Price.flat("v7", "USD", RATES));
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .priced("small", prices)
                .plan("ask", "ok", Pipelines.model("answer", "Say it")));

    pipeline.request("r1", "ask");
    pipeline.transport.failBilled(
        pipeline.transport.takeModel(),
        FailureKind.SERVER_ERROR,
        Usage.of(1_000, 0).withCache(0, 800, 0));
    pipeline.turn();
    pipeline.pass(Duration.ofSeconds(2));
    pipeline.transport.answer(
        pipeline.transport.takeModel(), "it", Usage.of(1_000, 10).withCache(900, 0, 0));
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getCostNanos()).isEqualTo(200 + 1_000 + 100 + 90 + 10);
    assertThat(saved(pipeline)).extracting(CostEvent::getAmountNanos).containsExactly(-200L, 810L);
    assertThat(saved(pipeline)).extracting(CostEvent::getAttempt).containsExactly(1, 2);
    assertThat(saved(pipeline))
        .allSatisfy(
            event -> {
              assertThat(event.getCause()).isEqualTo("prompt_cache");
              assertThat(event.getCallId()).isEqualTo(result.getRunId() + "/1/0");
              assertThat(event.getModel()).isEqualTo("small");
              assertThat(event.getPriceVersion()).isEqualTo("v7");
            });
    assertThat(result.getSaved()).containsExactly(new SavedBy("prompt_cache", 610L));
    assertThat(result.getSavedNanos()).isEqualTo(610);
  }

  @Test
  void whatTheToolCacheSavedIsToldOnce() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("stock", "{{calls.stock.n}}", Pipelines.tool("stock")));

    pipeline.request("r1", "stock");
    pipeline.transport.answer(pipeline.transport.takeTool("stock"), "{\"n\":3}");
    pipeline.turn();
    pipeline.takeResult();
    pipeline.request("r2", "stock");
    Result hit = pipeline.takeResult();

    assertThat(hit.getSaved()).containsExactly(new SavedBy("tool_cache", 1_000_000L));
    assertThat(saved(pipeline))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getRunId()).isEqualTo(hit.getRunId());
              assertThat(event.getCause()).isEqualTo("tool_cache");
              assertThat(event.getAmountNanos()).isEqualTo(1_000_000);
            });
  }

  @Test
  void whatTheResultCacheSavedIsWhatTheAnswerHadCost() {
    CachePolicy kept = new CachePolicy(Duration.ofMinutes(1), Scope.TENANT);
    PipelineTester pipeline =
        start(Pipelines.shop().cachedPlan("ask", kept, "ok", Pipelines.model("answer", "Say it")));

    pipeline.request("r1", "ask");
    pipeline.transport.answer(
        pipeline.transport.takeModel(), "it", Usage.of(100, 20).withCache(50, 0, 0));
    pipeline.turn();
    Result first = pipeline.takeResult();
    pipeline.request("r2", "ask");
    Result hit = pipeline.takeResult();

    assertThat(first.getSaved()).extracting(SavedBy::getCause).containsExactly("prompt_cache");
    assertThat(hit.getCostNanos()).isZero();
    assertThat(hit.getStepCosts()).isEmpty();
    assertThat(hit.getSaved()).containsExactly(new SavedBy("result_cache", first.getCostNanos()));
    assertThat(hit.getSavedNanos()).isEqualTo(first.getCostNanos());
    assertThat(saved(pipeline))
        .extracting(CostEvent::getCause)
        .containsExactly("prompt_cache", "result_cache");
  }
}
