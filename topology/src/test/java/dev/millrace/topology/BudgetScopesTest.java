// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ledger.Amounts;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets of tenants, users and routes, by window; and how they are changed while running. */
class BudgetScopesTest extends PipelineStory {
  private static final BudgetLimits ONE_TOOL = new BudgetLimits(null, null, null, 1L);

  private static Pipelines shop() {
    return Pipelines.shop().plan("status", "{{calls.order.status}}", tool("order"));
  }

  private static Result answered(PipelineTester pipeline, Request request) {
    pipeline.request(request);
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();
    return pipeline.takeResult();
  }

  private static Result refused(PipelineTester pipeline, Request request) {
    pipeline.request(request);
    pipeline.transport.assertNothingLeft();
    return pipeline.takeResult();
  }

  private static Request of(String id, String user) {
    return Request.newBuilder(ask(id, "status")).setUser(user).build();
  }

  @Test
  void aUserWhoseMinuteIsUsedUpIsTurnedAwayAndTheNextIsNot() {
    PipelineTester pipeline = start(shop().userBudget(BudgetWindow.MINUTE, ONE_TOOL));

    answered(pipeline, of("r1", "ann"));
    Result refused = refused(pipeline, of("r2", "ann"));
    assertThat(refused.getStatus()).isEqualTo("rejected");
    assertThat(refused.getReason()).isEqualTo("tool_calls");
    assertThat(refused.getDetail())
        .isEqualTo("The user's budget for the minute is used up: tool_calls.");
    assertThat(answered(pipeline, of("r3", "bob")).getStatus()).isEqualTo("completed");
    pipeline.pass(Duration.ofMinutes(1));
    assertThat(answered(pipeline, of("r4", "ann")).getStatus()).isEqualTo("completed");
  }

  @Test
  void aRouteThatIsUsedUpEndsItsRunsAndNoOthers() {
    PipelineTester pipeline =
        start(
            shop()
                .plan("other", "{{calls.order.status}}", tool("order"))
                .routeBudget(BudgetWindow.HOUR, ONE_TOOL));

    answered(pipeline, ask("r1", "status"));
    Result refused = refused(pipeline, ask("r2", "status"));
    assertThat(refused.getStatus()).isEqualTo("incomplete");
    assertThat(refused.getReason()).isEqualTo("tool_calls");
    assertThat(refused.getDetail())
        .contains("The route's budget for the hour has not enough left: tool_calls.");
    assertThat(answered(pipeline, ask("r3", "other")).getStatus()).isEqualTo("completed");
  }

  @Test
  void whatOneScopeRefusesIsHeldInNone() {
    PipelineTester pipeline =
        start(
            shop()
                .tenantBudget(BudgetWindow.MONTH, new BudgetLimits(null, null, null, 9L))
                .routeBudget(BudgetWindow.HOUR, ONE_TOOL));

    answered(pipeline, ask("r1", "status"));
    refused(pipeline, ask("r2", "status"));

    assertThat(pipeline.budget("tenant/acme", BudgetWindow.MONTH).spent().toolCalls()).isEqualTo(1);
    assertThat(pipeline.budget("tenant/acme", BudgetWindow.MONTH).reserved())
        .isEqualTo(Amounts.NONE);
    pipeline.assertNothingIsLeftBehind();
  }

  @Test
  void allWindowsOfAScopeHold() {
    PipelineTester pipeline =
        start(
            shop()
                .tenantBudget(BudgetWindow.MINUTE, ONE_TOOL)
                .tenantBudget(BudgetWindow.HOUR, new BudgetLimits(null, null, null, 2L)));

    answered(pipeline, ask("r1", "status"));
    pipeline.pass(Duration.ofMinutes(1));
    answered(pipeline, ask("r2", "status"));
    pipeline.pass(Duration.ofMinutes(1));

    assertThat(refused(pipeline, ask("r3", "status")).getDetail())
        .isEqualTo("The tenant's budget for the hour is used up: tool_calls.");
  }

  @Test
  void whatIsSpentSurvivesARestart() {
    Pipelines same = shop().userBudget(BudgetWindow.HOUR, ONE_TOOL);
    PipelineTester running = start(same);
    answered(running, of("r1", "ann"));

    PipelineTester pipeline = open(running.restart(same, after));

    assertThat(refused(pipeline, of("r2", "ann")).getReason()).isEqualTo("tool_calls");
  }

  @Test
  void aTopUpHoldsAtOnceAndIsOnRecord() {
    PipelineTester pipeline = start(shop().userBudget(BudgetWindow.HOUR, ONE_TOOL));
    answered(pipeline, of("r1", "ann"));

    pipeline.control(topUp("c-1").build());

    assertThat(answered(pipeline, of("r2", "ann")).getStatus()).isEqualTo("completed");
    assertThat(refused(pipeline, of("r3", "ann")).getReason()).isEqualTo("tool_calls");
    assertThat(pipeline.progress())
        .filteredOn(event -> event.getWhat().equals("budget_changed"))
        .extracting(ProgressEvent::getTenant, ProgressEvent::getDetail)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(
                "acme", "top_up c-1: user ann, hour: tool_calls +1 (a good customer)"));
  }

  @Test
  void aTopUpSurvivesARestart() {
    Pipelines same = shop().userBudget(BudgetWindow.HOUR, ONE_TOOL);
    PipelineTester running = start(same);
    answered(running, of("r1", "ann"));
    running.control(topUp("c-1").build());

    PipelineTester pipeline = open(running.restart(same, after));
    pipeline.control(topUp("c-1").build());

    answered(pipeline, of("r2", "ann"));
    assertThat(refused(pipeline, of("r3", "ann")).getReason()).isEqualTo("tool_calls");
    assertThat(reason(pipeline)).isEqualTo("repeated_control");
  }

  @Test
  void aLimitIsSetWhileRunning() {
    PipelineTester pipeline = start(shop());

    pipeline.control(
        topUp("c-1")
            .setKind("set_limit")
            .setScope("tenant")
            .setWindow("day")
            .setToolCalls(0L)
            .build());

    Result refused = refused(pipeline, ask("r1", "status"));
    assertThat(refused.getDetail())
        .contains("The tenant's budget for the day has not enough left: tool_calls.");
  }

  private static ControlEvent.Builder topUp(String id) {
    return ControlEvent.newBuilder()
        .setControlId(id)
        .setTenant("acme")
        .setKind("top_up")
        .setScope("user")
        .setName("ann")
        .setWindow("hour")
        .setToolCalls(1L)
        .setReason("a good customer");
  }

  @ParameterizedTest
  @CsvSource({
    "'', user, ann, hour, 1, control_id_missing",
    "c, planet, ann, hour, 1, unknown_scope",
    "c, user, ann, week, 1, unknown_window",
    "c, user, ann, hour, -1, negative_limit",
    "c, user, ann, hour, 0, nothing_to_add",
    "c, user, ann, hour, 9000000000000000000, limit_too_large",
    "c, user, ann, day, 1, no_limit",
    "c, tenant, '', day, 1, no_limit",
    "c, route, nowhere, hour, 1, unknown_route",
    "c, route, status, hour, 1, no_limit",
    "c, group, nobody, day, 1, unknown_group"
  })
  void aChangeThatMakesNoSenseIsToldWhy(
      String id, String scope, String name, String window, long calls, String reason) {
    PipelineTester pipeline = start(shop().userBudget(BudgetWindow.HOUR, ONE_TOOL));

    pipeline.control(
        topUp(id).setScope(scope).setName(name).setWindow(window).setToolCalls(calls).build());

    assertThat(reason(pipeline)).isEqualTo(reason);
    answered(pipeline, of("r1", "ann"));
    assertThat(refused(pipeline, of("r2", "ann")).getReason()).isEqualTo("tool_calls");
  }

  private static String reason(PipelineTester pipeline) {
    byte[] reason = pipeline.deadLetters().get(0).headers().lastHeader(DeadLetters.REASON).value();
    return new String(reason, StandardCharsets.UTF_8);
  }
}
