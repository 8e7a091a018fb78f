// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.modelOf;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall.ToModel;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Plan.PlanCall;
import dev.millrace.schemas.CallRecord;
import dev.millrace.schemas.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Calls that do not fit what is left are made smaller before they are refused. The small model
 * takes 1,000 nanos for a token of input and 4,000 for one of output, the large one ten times that.
 */
class TrimmedCallsTest extends PipelineStory {
  private static Pipelines asking() {
    return Pipelines.shop().plan("ask", "{{calls.a.text}}", model("a", "Well?"));
  }

  private static BudgetLimits money(long nanos) {
    return new BudgetLimits(nanos, null, null, null);
  }

  /** Held for a call that fits in whole: what is held for it is what it may cost. */
  private static long held(PipelineTester pipeline) {
    return pipeline.tenantDay("acme").reserved().moneyNanos();
  }

  @Test
  void aCallThatFitsIsNotTouched() {
    PipelineTester pipeline = start(asking());
    pipeline.request("r1", "ask");
    ToModel whole = pipeline.transport.takeModel();
    pipeline.transport.answer(whole, "It.");
    pipeline.turn();

    assertThat(whole.request().maxOutputTokens()).isEqualTo(100);
    assertThat(pipeline.takeResult().getTrimmedCalls()).isZero();
    assertThat(pipeline.calls()).extracting(CallRecord::getTrimmed).containsExactly(List.of());
  }

  @Test
  void theAnswerIsAsShortAsTheBudgetIsAndNoFallbackStandsIn() {
    PipelineTester pipeline = start(asking().tenantDay(money(300_000)));

    pipeline.request("r1", "ask");
    ToModel shorter = pipeline.transport.takeModel();
    int most = shorter.request().maxOutputTokens();
    assertThat(most).isBetween(25, 99);
    assertThat(held(pipeline)).isBetween(300_000L - 3_999, 300_000L);
    pipeline.transport.answer(shorter, "It.", Usage.of(10, most));
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getTrimmedCalls()).isEqualTo(1);
    assertThat(pipeline.calls())
        .extracting(CallRecord::getTrimmed)
        .containsExactly(List.of("max_output_tokens", "fallbacks"));
  }

  @Test
  void aRestartMakesTheSameSmallerCall() {
    Pipelines same = asking().tenantDay(money(300_000));
    PipelineTester running = start(same);
    running.request("r1", "ask");
    ToModel first = running.transport.takeModel();
    running.transport.fail(first, FailureKind.OVERLOADED);
    running.turn();

    PipelineTester pipeline = restart(running, same);
    pipeline.pass(Duration.ofSeconds(2));
    ToModel again = pipeline.transport.takeModel();
    pipeline.transport.answer(again, "It.");
    pipeline.turn();

    assertThat(again.request()).isEqualTo(first.request());
    assertThat(pipeline.takeResult().getTrimmedCalls()).isEqualTo(1);
  }

  @Test
  void whatFallsBackNoMoreFailsByItself() {
    PipelineTester pipeline = start(asking().tenantDay(money(1_000_000)));

    pipeline.request("r1", "ask");
    pipeline.transport.fail(pipeline.transport.takeModel(), FailureKind.CIRCUIT_OPEN);
    pipeline.turn();
    pipeline.pass(Duration.ofSeconds(2));
    pipeline.turn();
    pipeline.transport.fail(pipeline.transport.takeModel(), FailureKind.CIRCUIT_OPEN);
    pipeline.turn();

    assertThat(pipeline.takeResult().getReason()).isEqualTo("circuit_open");
  }

  @Test
  void noAnswerIsCutBelowWhatItsModelSays() {
    PipelineTester pipeline = start(asking().atLeast("small", 100).tenantDay(money(300_000)));

    pipeline.request("r1", "ask");

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("cost");
  }

  @Test
  void aFallbackIsAskedInsteadIfItIsCheapEnough() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .falling("large", "small")
                .plan("ask", "{{calls.a.text}}", modelOf("large", "a", "Well?"))
                .tenantDay(money(450_000)));

    pipeline.request("r1", "ask");
    ToModel cheaper = pipeline.transport.takeModel();
    pipeline.transport.answer(cheaper, "It.");
    pipeline.turn();

    assertThat(cheaper.model()).isEqualTo("small");
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
    assertThat(pipeline.calls())
        .extracting(CallRecord::getTrimmed)
        .allSatisfy(trimmed -> assertThat(trimmed).contains("model"));
  }

  @Test
  void anAgentIsAskedWithoutToolsIfThoseAreTooMuch() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .agent("help", 5, "order", "customer", "stock", "refund")
                .tenantDay(money(1_500_000)));

    pipeline.request("r1", "help");
    ToModel bare = pipeline.transport.takeModel();
    pipeline.transport.wish(bare, new ToolUse("u1", "order", "{}"));
    pipeline.turn();

    assertThat(bare.request().tools()).isEmpty();
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("cost");
  }

  @Test
  void anOptionalCallIsGivenUpBeforeANecessaryOne() {
    PlanCall plain = tool("customer");
    PlanCall wish =
        new PlanCall("customer", plain.work(), plain.needs(), plain.after(), plain.join(), true);
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .plan("status", "{{calls.order.status}}", wish, tool("order"))
                .runBudget(new BudgetLimits(null, null, null, 1L)));

    pipeline.request("r1", "status");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getAnswer()).isEqualTo("sent");
  }
}
