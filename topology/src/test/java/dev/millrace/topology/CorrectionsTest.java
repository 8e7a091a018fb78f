// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ledger.Amounts;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.run.RunId;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was told wrongly is not told again: it is corrected by an event of its own. */
class CorrectionsTest extends PipelineStory {
  private static final BudgetLimits MONEY = new BudgetLimits(1_000L, null, null, null);

  private static Pipelines shop() {
    return Pipelines.shop()
        .plan("status", "{{calls.order.status}}", tool("order"))
        .userBudget(BudgetWindow.HOUR, MONEY);
  }

  private static ControlEvent.Builder correction(String id, long nanos) {
    return ControlEvent.newBuilder()
        .setControlId(id)
        .setTenant("acme")
        .setKind("correct")
        .setRequestId("r1")
        .setAmountNanos(nanos)
        .setReason("as invoiced");
  }

  private static long spentToday(PipelineTester pipeline) {
    return pipeline.tenantDay("acme").spent().moneyNanos();
  }

  @Test
  void aCorrectionIsACostEventAndInTheLedger() {
    PipelineTester pipeline = start(shop());

    pipeline.control(correction("c-1", 700).setUser("ann").setCorrects("run/1/0/1").build());
    pipeline.control(correction("c-2", -200).build());

    CostEvent told = pipeline.costs().get(0);
    assertThat(told.getKind()).isEqualTo("correction");
    assertThat(told.getAmountNanos()).isEqualTo(700);
    assertThat(told.getRunId()).isEqualTo(RunId.of("acme", "r1").value());
    assertThat(told.getUser()).isEqualTo("ann");
    assertThat(told.getCorrects()).isEqualTo("run/1/0/1");
    assertThat(told.getReason()).isEqualTo("as invoiced");
    assertThat(told.getCurrency()).isEqualTo("USD");
    assertThat(pipeline.costs()).extracting(CostEvent::getEventId).doesNotHaveDuplicates();
    assertThat(spentToday(pipeline)).isEqualTo(500);
    assertThat(pipeline.budget("user/4/acme/ann", BudgetWindow.HOUR).spent().moneyNanos())
        .as("the second one names nobody")
        .isEqualTo(700);
    pipeline.assertNothingIsLeftBehind();
  }

  @Test
  void itCountsInTheBudgetOfItsTenantsGroup() {
    PipelineTester pipeline = start(shop().groupDay("all", MONEY, "acme", "globex"));

    pipeline.control(correction("c-1", 700).build());
    pipeline.control(correction("c-2", -200).build());
    pipeline.control(correction("c-3", 90).setTenant("initech").build());

    assertThat(pipeline.budget("group/all", BudgetWindow.DAY).spent().moneyNanos()).isEqualTo(500);
  }

  @Test
  void itCountsOnceAlsoAfterARestart() {
    PipelineTester running = start(shop());
    running.control(correction("c-1", 700).build());

    PipelineTester pipeline = open(running.restart(shop(), after));
    pipeline.control(correction("c-1", 700).build());

    assertThat(reason(pipeline)).isEqualTo("repeated_control");
    assertThat(pipeline.costs()).hasSize(1);
    assertThat(spentToday(pipeline)).isEqualTo(700);
  }

  @Test
  void whatItAddsMayUseABudgetUp() {
    BudgetLimits oneOrder = new BudgetLimits(1_000_000L, null, null, null);
    PipelineTester pipeline = start(shop().userBudget(BudgetWindow.HOUR, oneOrder));

    pipeline.control(correction("c-1", 1_500_000).setUser("ann").build());
    pipeline.request(Request.newBuilder(ask("r2", "status")).setUser("bob").build());
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();

    assertThat(pipeline.takeResult().getStatus()).as("of bob").isEqualTo("completed");
    pipeline.request(ask("r3", "status"));
    assertThat(pipeline.takeResult().getDetail())
        .isEqualTo("The user's budget for the hour is used up: money.");
  }

  @Test
  void whatWasSpentOnAnotherDayDoesNotComeBackToThisOne() {
    PipelineTester pipeline = start(shop());
    pipeline.control(correction("c-1", 1_000).setTenant("globex").build());
    pipeline.pass(Duration.ofDays(1));
    pipeline.control(correction("c-2", 100).setTenant("globex").build());

    pipeline.control(correction("c-3", -600).setTenant("globex").build());
    assertThat(pipeline.tenantDay("globex").spent()).as("not less").isEqualTo(Amounts.NONE);
    pipeline.control(correction("c-4", -501).setTenant("globex").build());

    assertThat(reason(pipeline)).as("500 are left of all days").isEqualTo("below_zero");
    assertThat(pipeline.costs())
        .extracting(CostEvent::getAmountNanos)
        .containsExactly(1_000L, 100L, -600L);
  }

  @ParameterizedTest
  @CsvSource({
    "'', r1, 5, '', '', control_id_missing",
    "c, '', 5, '', '', run_missing",
    "c, r1, 0, '', '', nothing_to_correct",
    "c, r1, 1000000000000000001, '', '', amount_too_large",
    "c, r1, -9223372036854775808, '', '', amount_too_large",
    "c, r1, -1, '', '', below_zero",
    "c, r1, 5, EUR, '', other_currency",
    "c, r1, 5, '', nowhere, unknown_route"
  })
  void oneThatMakesNoSenseIsToldWhy(
      String id, String request, long nanos, String currency, String route, String reason) {
    PipelineTester pipeline = start(shop());

    pipeline.control(
        correction(id, nanos).setRequestId(request).setCurrency(currency).setRoute(route).build());

    assertThat(reason(pipeline)).isEqualTo(reason);
    assertThat(pipeline.costs()).isEmpty();
    assertThat(spentToday(pipeline)).isZero();
  }

  @Test
  void oneWithoutAnAmountOrWithEndlessNamesIsToldWhy() {
    PipelineTester pipeline = start(shop());

    pipeline.control(correction("c-1", 5).setAmountNanos(null).build());
    assertThat(reason(pipeline)).isEqualTo("nothing_to_correct");
    pipeline.control(correction("c-2", 5).setUser("u".repeat(257)).build());
    assertThat(reason(pipeline)).isEqualTo("id_too_long");
    pipeline.control(correction("c-3", 1_000_000_000_000_000_000L).build());
    pipeline.control(correction("c-4", 1).build());
    assertThat(reason(pipeline)).as("in all").isEqualTo("amount_too_large");
  }

  private static String reason(PipelineTester pipeline) {
    byte[] reason = pipeline.deadLetters().get(0).headers().lastHeader(DeadLetters.REASON).value();
    return new String(reason, StandardCharsets.UTF_8);
  }
}
