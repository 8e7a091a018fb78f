// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.engine.OutboundCall.ToModel;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.ClassBudgets;
import dev.millrace.pipeline.Plan.PlanCall;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.WindowLimits;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.RequestBudget;
import dev.millrace.schemas.Result;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What only a run has limits of: steps, retries, time; and budgets of workload classes. */
class RunLimitsTest extends PipelineStory {
  private static final ToolUse ORDER = new ToolUse("u1", "order", "{}");

  private static RunLimits limits(
      @Nullable Long steps, @Nullable Long retries, @Nullable Duration wallClock) {
    return new RunLimits(BudgetLimits.NONE, steps, retries, wallClock);
  }

  private static Pipelines agent(long steps) {
    return Pipelines.shop().agent("help", 9, "order").runLimits(limits(steps, null, null));
  }

  private static Pipelines status() {
    return Pipelines.shop().plan("status", "{{calls.order.status}}", tool("order"));
  }

  @Test
  void anAgentIsAskedWithoutToolsInTheLastStepThatItMayBegin() {
    PipelineTester pipeline = start(agent(3));

    pipeline.request("r1", "help");
    ToModel first = pipeline.transport.takeModel();
    pipeline.transport.wish(first, ORDER);
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();
    ToModel last = pipeline.transport.takeModel();
    pipeline.transport.answer(last, "It is sent.");
    pipeline.turn();

    assertThat(first.request().tools()).isNotEmpty();
    assertThat(last.request().tools()).isEmpty();
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getSteps()).hasSize(3);
  }

  @Test
  void anAgentThatCouldUseToolsAndNotAnswerIsOfferedNone() {
    PipelineTester pipeline = start(agent(2));

    pipeline.request("r1", "help");
    ToModel only = pipeline.transport.takeModel();
    pipeline.transport.wish(only, ORDER);
    pipeline.turn();

    assertThat(only.request().tools()).isEmpty();
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("steps");
  }

  @Test
  void aPlanThatNeedsAnotherStepEndsWithWhatIsKnown() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .plan("status", "-", tool("order"), tool("customer", "order"))
                .runLimits(limits(1L, null, null)));

    pipeline.request("r1", "status");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("steps");
    assertThat(result.getAnswer()).contains("sent");
  }

  @Test
  void aPlanDoesWithoutAnOptionalCallThatIsOneStepTooMany() {
    PlanCall need = tool("customer", "order");
    PlanCall wish =
        new PlanCall("customer", need.work(), need.needs(), need.after(), need.join(), true);
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .plan("status", "{{calls.order.status}}", tool("order"), wish)
                .runLimits(limits(1L, null, null)));

    pipeline.request("r1", "status");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();

    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  @Test
  void aRequestMayAskForFewerStepsAndNotForMore() {
    PipelineTester pipeline = start(agent(1));
    Request asksForMore = Request.newBuilder(ask("r1", "help")).build();
    asksForMore.setBudget(new RequestBudget(null, null, null, null, 9L, null, null));

    pipeline.request(asksForMore);
    ToModel only = pipeline.transport.takeModel();
    pipeline.transport.answer(only, "So.");
    pipeline.turn();

    assertThat(only.request().tools()).isEmpty();
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  @Test
  void allCallsOfARunShareItsRetriesAndARestartForgetsNone() {
    Pipelines one =
        Pipelines.shop()
            .plan("status", "-", tool("order"), tool("customer"))
            .runLimits(limits(null, 1L, null));
    PipelineTester running = start(one);
    running.request("r1", "status");
    running.transport.fail(running.transport.takeTool("order"), FailureKind.TIMEOUT);
    running.transport.answer(running.transport.takeTool("customer"), "{}");
    running.turn();

    PipelineTester pipeline = restart(running, one);
    pipeline.pass(Duration.ofSeconds(1));
    pipeline.turn();
    pipeline.transport.fail(pipeline.transport.takeTool("order"), FailureKind.TIMEOUT);
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("retries");
    assertThat(result.getDetail()).contains("timeout");
  }

  @Test
  void aFallbackIsARetry() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .plan("ask", "{{calls.a.text}}", Pipelines.model("a", "Well?"))
                .runLimits(limits(null, 0L, null)));

    pipeline.request("r1", "ask");
    pipeline.transport.fail(pipeline.transport.takeModel(), FailureKind.CIRCUIT_OPEN);
    pipeline.turn();

    assertThat(pipeline.takeResult().getReason()).isEqualTo("retries");
  }

  @Test
  void aRunEndsWhenItsTimeIsUp() {
    PipelineTester pipeline = start(status().runLimits(limits(null, null, Duration.ofSeconds(2))));

    pipeline.request("r1", "status");
    pipeline.transport.takeTool("order");
    pipeline.pass(Duration.ofSeconds(2));
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("deadline");
  }

  @Test
  void runsOfAClassHaveItsLimitsInPlaceOfTheUsual() {
    RunLimits none = RunLimits.of(new BudgetLimits(null, null, null, 0L));
    PipelineTester pipeline =
        start(status().classBudgets("background", new ClassBudgets(none, WindowLimits.NONE)));

    pipeline.request(of("r1", "background"));
    assertThat(pipeline.takeResult().getReason()).isEqualTo("tool_calls");
    assertThat(answered(pipeline, of("r2", "interactive")).getStatus()).isEqualTo("completed");
  }

  @Test
  void allOfATenantsRunsOfAClassShareItsWindows() {
    PipelineTester pipeline = start(status().classBudgets("background", oneAnHour()));

    assertThat(answered(pipeline, of("r1", "background")).getStatus()).isEqualTo("completed");
    assertThat(pipeline.costs())
        .extracting(CostEvent::getWorkloadClass)
        .containsExactly("background");
    pipeline.request(of("r2", "background"));
    Result refused = pipeline.takeResult();
    assertThat(refused.getStatus()).isEqualTo("rejected");
    assertThat(refused.getDetail())
        .isEqualTo("The class's budget for the hour is used up: tool_calls.");
    assertThat(answered(pipeline, of("r3", "interactive")).getStatus()).isEqualTo("completed");
    assertThat(pipeline.budget("class/4/acme/background", BudgetWindow.HOUR).spent().toolCalls())
        .isEqualTo(1);
  }

  @Test
  void aClassIsToppedUpWhileRunning() {
    PipelineTester pipeline = start(status().classBudgets("nightly", oneAnHour()));
    answered(pipeline, of("r1", "nightly"));

    pipeline.control(
        ControlEvent.newBuilder()
            .setControlId("c-1")
            .setTenant("acme")
            .setKind("top_up")
            .setScope("class")
            .setName("nightly")
            .setWindow("hour")
            .setToolCalls(1L)
            .build());

    assertThat(answered(pipeline, of("r2", "nightly")).getStatus()).isEqualTo("completed");
  }

  private static ClassBudgets oneAnHour() {
    BudgetLimits one = new BudgetLimits(null, null, null, 1L);
    return new ClassBudgets(RunLimits.NONE, new WindowLimits(Map.of(BudgetWindow.HOUR, one)));
  }

  private static Request of(String id, String workloadClass) {
    return Request.newBuilder(ask(id, "status")).setWorkloadClass(workloadClass).build();
  }

  private static Result answered(PipelineTester pipeline, Request request) {
    pipeline.request(request);
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();
    return pipeline.takeResult();
  }
}
