// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.schemas.CostEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider's model that compares requests with examples, and is paid for it. */
class EmbeddingCostsTest extends PipelineStory {
  private static final String FILE =
      """
      pipeline: {name: shop, version: "7"}
      providers: {one: {url: "http://127.0.0.1:1/v1"}}
      classifier:
        embedder: {provider: one, model: text-embedding-3-small, price: 20}
        fallback_route: other
      routes:
        hello: {examples: [good morning to you], plan: {answer: Hello}}
        other: {plan: {answer: Other}}
      """;

  private PipelineTester start(String file) {
    Reading reading = PipelineFile.read("shop.yaml", file, Map.<String, String>of()::get);
    return open(new PipelineTester(((Reading.Valid) reading).pipeline(), before));
  }

  @Test
  void whatItCostToFindTheRouteIsACostEventOfItsOwn() {
    PipelineTester pipeline = start(FILE);

    pipeline.request("r1", "good morning to you");
    pipeline.transport.answer(pipeline.transport.takeEmbedder(), Usage.of(4, 0));
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Hello");
    assertThat(pipeline.costs())
        .singleElement()
        .satisfies(
            cost -> {
              assertThat(cost.getKind()).isEqualTo("embedding");
              assertThat(cost.getProvider()).isEqualTo("one");
              assertThat(cost.getModel()).isEqualTo("text-embedding-3-small");
              assertThat(cost.getUsage().getInputTokens()).isEqualTo(4);
              assertThat(cost.getAmountNanos()).isEqualTo(80_000);
              assertThat(cost.getPriceVersion()).isEqualTo("7");
              assertThat(cost.getEstimated()).isFalse();
            });
  }

  @Test
  void aTextThatTheBudgetDoesNotHoldIsNeverSent() {
    PipelineTester pipeline = start(FILE + "budgets: {run: {money: 0.0001}}\n");

    pipeline.request("r1", "good morning to you");
    assertThat(pipeline.transport.sent()).isEmpty();
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Other");
    assertThat(pipeline.costs()).isEmpty();
  }

  @Test
  void aFailedAttemptThatIsBilledIsPaidAndMadeAgain() {
    PipelineTester pipeline = start(FILE);

    pipeline.request("r1", "good morning to you");
    OutboundCall.ToEmbedder first = pipeline.transport.takeEmbedder();
    pipeline.transport.failBilled(first, FailureKind.TIMEOUT, Usage.of(5, 0).asEstimate());
    pipeline.turn();
    pipeline.pass(Duration.ofSeconds(5));
    pipeline.transport.answer(pipeline.transport.takeEmbedder(), Usage.of(4, 0));
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Hello");
    assertThat(pipeline.costs())
        .extracting(CostEvent::getAmountNanos)
        .containsExactly(100_000L, 80_000L);
  }

  @Test
  void oneInTheProcessCostsNothing() {
    String embedder = "  embedder: {provider: one, model: text-embedding-3-small, price: 20}\n";
    PipelineTester pipeline = start(FILE.replace(embedder, ""));

    pipeline.request("r1", "good morning to you");
    pipeline.transport.answer(pipeline.transport.takeEmbedder(), Usage.NONE);
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Hello");
    assertThat(pipeline.costs()).isEmpty();
  }
}
