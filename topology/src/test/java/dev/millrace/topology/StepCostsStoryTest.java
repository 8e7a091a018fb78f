// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.model.ToolUse;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.InputBuckets;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.StepCost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each step added to a run's cost, and of what its input was made. */
class StepCostsStoryTest extends PipelineStory {
  private static final ToolUse ORDER = new ToolUse("u1", "order", "{\"id\":\"O-1\"}");

  private static long inputOf(CostEvent cost) {
    InputBuckets input = cost.getInputBuckets();
    return (long) input.getSystem()
        + input.getToolSchemas()
        + input.getHistory()
        + input.getToolOutput();
  }

  private static long inputOf(StepCost cost) {
    return cost.getSystemTokens()
        + cost.getToolSchemaTokens()
        + cost.getHistoryTokens()
        + cost.getToolOutputTokens();
  }

  @Test
  void anAgentsStepsTellWhatTheyAddedAndWhatTheyOnlyCarriedOn() {
    PipelineTester pipeline = start(Pipelines.shop().agent("help", 5, "order"));

    pipeline.request("r1", "help me with my order, which is the one of last week");
    pipeline.transport.wish(pipeline.transport.takeModel(), ORDER);
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeModel(), "Sent.", Usage.of(333, 5));
    pipeline.turn();

    Result result = pipeline.takeResult();
    List<StepCost> steps = result.getStepCosts();
    assertThat(steps).extracting(StepCost::getStep).containsExactly(1, 2, 3);
    assertThat(steps)
        .extracting(StepCost::getAmountNanos)
        .containsExactlyElementsOf(
            pipeline.costs().stream().map(CostEvent::getAmountNanos).toList());
    assertThat(steps).extracting(StepCostsStoryTest::inputOf).containsExactly(100L, 0L, 333L);
    assertThat(steps).extracting(StepCost::getOutputTokens).containsExactly(20L, 0L, 5L);
    assertThat(steps.get(0).getCarriedTokens()).isZero();
    assertThat(steps.get(2).getCarriedTokens())
        .isPositive()
        .isLessThan(steps.get(2).getHistoryTokens());
    assertThat(steps.get(2).getToolOutputTokens()).isPositive();
  }

  @Test
  void whatFailedAndWasBilledIsOfItsStep() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("ask", "ok", Pipelines.model("answer", "Say it")));

    pipeline.request("r1", "ask");
    Usage billed = Usage.of(17, 3);
    pipeline.transport.failBilled(pipeline.transport.takeModel(), FailureKind.SERVER_ERROR, billed);
    pipeline.turn();
    pipeline.pass(Duration.ofSeconds(2));
    pipeline.transport.answer(pipeline.transport.takeModel(), "it", Usage.of(19, 2));
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(pipeline.costs()).extracting(StepCostsStoryTest::inputOf).containsExactly(17L, 19L);
    assertThat(result.getStepCosts())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.getAmountNanos()).isEqualTo(result.getCostNanos()).isPositive();
              assertThat(inputOf(step)).isEqualTo(36);
              assertThat(step.getOutputTokens()).isEqualTo(5);
              assertThat(step.getCarriedTokens()).isZero();
            });
  }
}
