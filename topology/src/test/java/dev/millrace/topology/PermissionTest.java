// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.lastWord;
import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.OutboundCall.ToTool;
import dev.millrace.ledger.Amounts;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Permission;
import dev.millrace.run.RunId;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that wait for permission to go on beyond their own limits. */
class PermissionTest extends PipelineStory {
  private static final Permission TEN_MINUTES = new Permission(Duration.ofMinutes(10));
  private static final AtLimit ASKS =
      new AtLimit(TEN_MINUTES, null, "It is {{calls.order.status}}.", false, false);
  private static final BudgetLimits ONE_TOOL = new BudgetLimits(null, null, null, 1L);

  private static Pipelines two() {
    return two(ASKS);
  }

  private static Pipelines two(AtLimit atLimit) {
    return Pipelines.shop()
        .atLimit(atLimit)
        .plan("two", "{{calls.customer.name}}", tool("order"), tool("customer", "order"))
        .runBudget(ONE_TOOL);
  }

  private static void comeToTheLimit(PipelineTester pipeline) {
    pipeline.request("r1", "two");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();
    pipeline.assertNoResult();
  }

  private static ControlEvent.Builder control(String kind) {
    return ControlEvent.newBuilder()
        .setControlId("c-1")
        .setKind(kind)
        .setTenant("acme")
        .setRequestId("r1")
        .setReason("a good customer");
  }

  private static void letGoOn(PipelineTester pipeline, long toolCalls) {
    pipeline.control(control("continue").setToolCalls(toolCalls).build());
  }

  private static Result goesOn(PipelineTester pipeline) {
    pipeline.transport.answer(pipeline.transport.takeTool("customer"), "{\"name\":\"Ann\"}");
    pipeline.turn();
    return pipeline.takeResult();
  }

  @Test
  void itWaitsAndSaysSoAndHoldsNothing() {
    PipelineTester pipeline = start(two());

    comeToTheLimit(pipeline);

    assertThat(pipeline.tenantDay("acme").reserved()).isEqualTo(Amounts.NONE);
    assertThat(pipeline.promisedCalls()).isZero();
    pipeline.cancel("r1", "acme");
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("cancelled");
    List<ProgressEvent> told = pipeline.progress();
    assertThat(told)
        .filteredOn(event -> event.getWhat().equals("permission_asked"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getState()).isEqualTo("waiting_approval");
              assertThat(event.getRoute()).isEqualTo("two");
              assertThat(event.getDetail()).contains("tool_calls", "until 2026-01-05T10:10:00");
            });
  }

  @Test
  void withPermissionItGoesOnBeyondItsOwnLimits() {
    PipelineTester pipeline = start(two());
    comeToTheLimit(pipeline);
    pipeline.pass(Duration.ofMinutes(5));

    letGoOn(pipeline, 1);

    Result result = goesOn(pipeline);
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getAnswer()).isEqualTo("Ann");
    assertThat(result.getToolCalls()).isEqualTo(2);
    assertThat(result.getSteps()).extracting(step -> step.getCalls()).containsExactly(1, 1);
  }

  @Test
  void whatIsNotEnoughIsAskedForAgain() {
    PipelineTester pipeline = start(two());
    comeToTheLimit(pipeline);

    letGoOn(pipeline, 0);

    pipeline.transport.assertNothingLeft();
    pipeline.assertNoResult();
    pipeline.control(control("continue").setControlId("c-2").setToolCalls(1L).build());
    assertThat(goesOn(pipeline).getStatus()).isEqualTo("completed");
  }

  @Test
  void noPermissionReachesBeyondOtherBudgets() {
    PipelineTester pipeline = start(two().tenantBudget(BudgetWindow.HOUR, ONE_TOOL));
    comeToTheLimit(pipeline);

    letGoOn(pipeline, 9);

    pipeline.transport.assertNothingLeft();
    pipeline.pass(Duration.ofMinutes(10));
    Result result = pipeline.takeResult();
    assertThat(result.getDetail()).contains("The tenant's budget for the hour");
  }

  @Test
  void whoeverStopsItEndsItWithWhatIsKnown() {
    PipelineTester pipeline = start(two());
    comeToTheLimit(pipeline);

    pipeline.control(control("stop").setReason("too dear").build());

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("tool_calls");
    assertThat(result.getDetail()).endsWith("Not permitted: too dear");
    assertThat(result.getAnswer()).isEqualTo("It is sent.");
  }

  @Test
  void theEndOfTheWaitIsTheEnd() {
    PipelineTester pipeline = start(two());
    comeToTheLimit(pipeline);
    pipeline.pass(Duration.ofSeconds(599));
    pipeline.assertNoResult();

    pipeline.pass(Duration.ofSeconds(2));

    Result result = pipeline.takeResult();
    assertThat(result.getReason()).isEqualTo("tool_calls");
    assertThat(result.getAnswer()).isEqualTo("It is sent.");
  }

  @Test
  void itsTimeStandsStillWhileItWaits() {
    PipelineTester pipeline = start(two());
    comeToTheLimit(pipeline);
    pipeline.pass(Duration.ofMinutes(9));
    letGoOn(pipeline, 1);
    ToTool customer = pipeline.transport.takeTool("customer");

    pipeline.pass(Duration.ofSeconds(4));
    pipeline.assertNoResult();
    pipeline.pass(Duration.ofSeconds(27));

    assertThat(pipeline.takeResult().getReason()).isEqualTo("deadline");
    assertThat(pipeline.transport.isCancelled(customer)).isTrue();
  }

  @Test
  void aModelSaysTheLastWordOfARunThatMayNotGoOn() {
    PipelineTester pipeline =
        start(two(new AtLimit(TEN_MINUTES, lastWord("small"), null, false, false)));
    comeToTheLimit(pipeline);

    pipeline.pass(Duration.ofMinutes(10));
    pipeline.transport.answer(pipeline.transport.takeModel(), "It was sent.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("It was sent.");
  }

  @Test
  void anAgentGoesOnWhereItWas() {
    Pipelines helping =
        Pipelines.shop().atLimit(ASKS).agent("help", 5, "order", "customer").runBudget(ONE_TOOL);
    PipelineTester pipeline = start(helping);
    pipeline.request("r1", "help");
    pipeline.transport.wish(
        pipeline.transport.takeModel(),
        new ToolUse("u1", "order", "{}"),
        new ToolUse("u2", "customer", "{}"));
    pipeline.turn();
    ToTool order = pipeline.transport.takeTool("order");
    pipeline.transport.answer(order, "{\"status\":\"sent\"}");
    pipeline.turn();
    pipeline.transport.assertNothingLeft();

    letGoOn(pipeline, 1);
    ToTool customer = pipeline.transport.takeTool("customer");
    pipeline.transport.answer(customer, "{\"name\":\"Ann\"}");
    pipeline.turn();

    assertThat(customer.id().index()).isEqualTo(1);
    pipeline.transport.answer(pipeline.transport.takeModel(), "Sent to Ann.");
    pipeline.turn();
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getSteps()).extracting(step -> step.getCalls()).containsExactly(1, 2, 1);
  }

  @Test
  void othersLandWhileItWaits() {
    Pipelines both =
        Pipelines.shop()
            .atLimit(ASKS)
            .plan("both", "{{calls.a.text}}", tool("order"), model("a", "Say it."))
            .runBudget(new BudgetLimits(null, null, 0L, null));
    PipelineTester pipeline = start(both);
    pipeline.request("r1", "both");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();
    pipeline.assertNoResult();

    pipeline.control(control("continue").setModelCalls(1L).build());

    pipeline.transport.answer(pipeline.transport.takeModel(), "It.");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("It.");
  }

  @Test
  void itSurvivesARestart() {
    PipelineTester running = start(two());
    comeToTheLimit(running);

    PipelineTester pipeline = restart(running, two());
    pipeline.pass(Duration.ofMinutes(1));
    pipeline.assertNoResult();
    letGoOn(pipeline, 1);

    assertThat(goesOn(pipeline).getStatus()).isEqualTo("completed");
  }

  @Test
  void theEndOfTheWaitSurvivesARestart() {
    PipelineTester running = start(two());
    comeToTheLimit(running);

    PipelineTester pipeline = restart(running, two());
    pipeline.pass(Duration.ofMinutes(10));

    assertThat(pipeline.takeResult().getReason()).isEqualTo("tool_calls");
  }

  @Test
  void aControlCountsOnce() {
    PipelineTester pipeline = start(two().runBudget(new BudgetLimits(null, null, null, 0L)));
    pipeline.request("r1", "two");
    letGoOn(pipeline, 1);
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();

    letGoOn(pipeline, 1);

    pipeline.transport.assertNothingLeft();
    assertThat(reason(pipeline)).isEqualTo("repeated_control");
    pipeline.cancel("r1", "acme");
  }

  @ParameterizedTest
  @CsvSource({
    "continue, '', acme, r1, 1, control_id_missing",
    "continue, c, acme, r1, -1, negative_limit",
    "continue, c, acme, r1, 9000000000000000000, limit_too_large",
    "continue, c, mallory, r1, 1, not_waiting",
    "stop, c, mallory, r1, , not_waiting",
    "continue, c, acme, r2, 1, not_waiting",
    "stop, c, acme, '', , run_missing"
  })
  void aControlThatMakesNoSenseIsToldWhy(
      String kind, String id, String tenant, String request, Long calls, String reason) {
    PipelineTester pipeline = start(two());
    comeToTheLimit(pipeline);

    pipeline.control(
        control(kind)
            .setControlId(id)
            .setTenant(tenant)
            .setRequestId(request)
            .setToolCalls(calls)
            .build());

    assertThat(reason(pipeline)).isEqualTo(reason);
    pipeline.assertNoResult();
    pipeline.transport.assertNothingLeft();
    pipeline.cancel("r1", "acme");
  }

  @Test
  void theRunOfAnotherTenantIsNotTouchedByItsRunId() {
    PipelineTester pipeline = start(two());
    comeToTheLimit(pipeline);
    String run = RunId.of("acme", "r1").value();

    pipeline.control(control("stop").setTenant("mallory").setRequestId("").setRunId(run).build());

    assertThat(reason(pipeline)).isEqualTo("not_waiting");
    pipeline.assertNoResult();
    pipeline.cancel("r1", "acme");
  }

  private static String reason(PipelineTester pipeline) {
    byte[] reason = pipeline.deadLetters().get(0).headers().lastHeader(DeadLetters.REASON).value();
    return new String(reason, StandardCharsets.UTF_8);
  }
}
