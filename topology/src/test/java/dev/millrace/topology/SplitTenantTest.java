// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Fellow.amounts;
import static dev.millrace.topology.Fellow.calls;
import static dev.millrace.topology.Fellow.grant;
import static dev.millrace.topology.Fellow.tells;
import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.OutboundCall.ToTool;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.LeaseMessage.Kind;
import dev.millrace.ledger.Pot;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.ClassBudgets;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.WindowLimits;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tenant of several partitions may spend: seen from one of them. */
class SplitTenantTest extends PipelineStory {
  private static final int PARTITIONS = 4;
  private static final long TODAY_MS =
      PipelineTester.START.truncatedTo(ChronoUnit.DAYS).toEpochMilli();
  private static final String TENANT = PipelineTester.TENANT;
  private static final String ACCOUNT = "shards/tenant/acme";

  private static Pipelines split() {
    return shop().shards(TENANT, PARTITIONS);
  }

  private static Pipelines shop() {
    return Pipelines.shop().plan("status", "{{calls.order.status}}", tool("order"));
  }

  private static Result answered(PipelineTester pipeline) {
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();
    return pipeline.takeResult();
  }

  private static ControlEvent.Builder control(String kind) {
    return ControlEvent.newBuilder().setControlId("c-1").setTenant(TENANT).setKind(kind);
  }

  private static long spent(PipelineTester pipeline, String account) {
    return pipeline.budget(account, BudgetWindow.DAY).spent().toolCalls();
  }

  @Test
  void whatItMaySpendIsGrantedToItsPartitions() {
    PipelineTester pipeline = startOneOf(PARTITIONS, split().tenantDay(calls(9)));

    pipeline.request("r1", "status");
    pipeline.transport.assertNothingLeft();
    LeaseMessage asked = pipeline.told().get(0);
    pipeline.tell(grant(Kind.GRANT, asked, 1));
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");

    assertThat(asked.pot()).isEqualTo(new Pot(ACCOUNT, BudgetWindow.DAY));
    assertThat(asked.share().lacks()).isEqualTo(amounts(1));
    assertThat(spent(pipeline, ACCOUNT)).isEqualTo(1);
    assertThat(spent(pipeline, "tenant/acme")).as("nothing is kept twice").isZero();
  }

  @Test
  void withoutALimitNobodyIsAsked() {
    PipelineTester pipeline = startOneOf(PARTITIONS, split());

    pipeline.request("r1", "status");
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");

    assertThat(pipeline.told()).isEmpty();
    assertThat(spent(pipeline, ACCOUNT)).isEqualTo(1);
  }

  @Test
  void itsRoutesAndClassesAreGrantedToo() {
    BudgetLimits nine = calls(9);
    ClassBudgets background =
        new ClassBudgets(RunLimits.NONE, WindowLimits.of(BudgetWindow.DAY, nine));
    PipelineTester pipeline =
        startOneOf(
            PARTITIONS,
            split()
                .routeBudget(BudgetWindow.DAY, nine)
                .classBudgets("background", background)
                .groupDay("all", nine, TENANT));

    pipeline.request(
        Request.newBuilder(ask("r1", "status")).setWorkloadClass("background").build());
    for (LeaseMessage asked : pipeline.told()) {
      pipeline.tell(grant(Kind.GRANT, asked, 1));
    }
    for (LeaseMessage asked : pipeline.told()) {
      pipeline.tell(grant(Kind.GRANT, asked, 1));
    }
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");

    assertThat(spent(pipeline, "shards/route/4/acme/status")).isEqualTo(1);
    assertThat(spent(pipeline, "shards/class/4/acme/background")).isEqualTo(1);
    assertThat(spent(pipeline, "group/all")).isEqualTo(1);
    assertThat(spent(pipeline, ACCOUNT)).isEqualTo(1);
  }

  @Test
  void whatAUserMaySpendIsDecidedWhereTheUserIs() {
    PipelineTester pipeline =
        startOneOf(PARTITIONS, split().userBudget(BudgetWindow.DAY, calls(1)));

    pipeline.request("r1", "status");
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");
    pipeline.request("r2", "status");

    assertThat(pipeline.takeResult().getReason()).isEqualTo("tool_calls");
    assertThat(pipeline.told()).isEmpty();
    assertThat(spent(pipeline, "user/4/acme/ann")).isEqualTo(1);
  }

  @Test
  void whenNothingIsLeftAnywhereItsCallsAreRefused() {
    PipelineTester pipeline = startOneOf(PARTITIONS, split().tenantDay(calls(9)));

    pipeline.request("r1", "status");
    pipeline.tell(grant(Kind.LAST, pipeline.told().get(0), 0));

    Result refused = pipeline.takeResult();
    assertThat(refused.getReason()).isEqualTo("tool_calls");
    assertThat(refused.getDetail())
        .contains("The tenant's budget for the day has not enough left: tool_calls.");
  }

  /** The partition holds the lease, and finds it when an instance has died. */
  @Test
  void whatAnInstanceHeldWhenItDiedIsHeldByTheNext() {
    Pipelines same = split().tenantDay(calls(9));
    PipelineTester running = startOneOf(PARTITIONS, same);
    running.request("r1", "status");
    running.tell(grant(Kind.GRANT, running.told().get(0), 3));
    running.transport.takeTool("order");

    PipelineTester pipeline = restart(running, same);
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");
    pipeline.request("r2", "status");
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");

    assertThat(pipeline.told()).as("three were granted").isEmpty();
    assertThat(spent(pipeline, ACCOUNT)).as("the hidden attempt is paid").isEqualTo(3);
  }

  @Test
  void itsHomeGrantsAndTakesWhatChangesTheLimit() {
    String tenant = "t" + tenantWhosePotIsHere();
    PipelineTester pipeline =
        startOneOf(PARTITIONS, shop().shards(tenant, PARTITIONS).tenantDay(calls(0)));
    Pot pot = new Pot("shards/tenant/" + tenant, BudgetWindow.DAY);
    pipeline.tell(tells(pot, TODAY_MS, 1, amounts(1), Amounts.NONE));
    assertThat(pipeline.told()).extracting(LeaseMessage::kind).containsExactly(Kind.LAST);

    pipeline.control(
        control("top_up")
            .setTenant(tenant)
            .setScope("tenant")
            .setWindow("day")
            .setToolCalls(1L)
            .build());
    pipeline.tell(tells(pot, TODAY_MS, 2, amounts(1), Amounts.NONE));

    LeaseMessage granted = pipeline.told().get(0);
    assertThat(granted.kind()).isEqualTo(Kind.GRANT);
    assertThat(granted.share().granted()).isEqualTo(amounts(1));
  }

  private static int tenantWhosePotIsHere() {
    int i = 0;
    while (new Placement(PARTITIONS).home("shards/tenant/t" + i) != 0) {
      i++;
    }
    return i;
  }

  @Test
  void aLimitThatTheFileDoesNotHaveCannotBeSet() {
    PipelineTester pipeline = startOneOf(PARTITIONS, split());

    pipeline.control(
        control("set_limit").setScope("tenant").setWindow("day").setToolCalls(1L).build());

    assertThat(pipeline.deadLetters()).hasSize(1);
  }

  @Test
  void aControlByRunAloneHasNowhereToGo() {
    PipelineTester pipeline = startOneOf(PARTITIONS, split());
    pipeline.request("r1", "status");
    ToTool call = pipeline.transport.takeTool("order");

    pipeline.control(control("cancel").setRunId(call.id().run().value()).build());
    assertThat(pipeline.deadLetters()).hasSize(1);
    pipeline.control(control("cancel").setRunId(call.id().run().value()).setUser("ann").build());

    assertThat(pipeline.takeResult().getStatus()).isEqualTo("cancelled");
  }

  @Test
  void itIsCorrectedWhereTheUserIs() {
    PipelineTester pipeline = startOneOf(PARTITIONS, split());

    pipeline.control(
        control("correct").setRequestId("r1").setUser("ann").setAmountNanos(700L).build());

    assertThat(pipeline.budget(ACCOUNT, BudgetWindow.DAY).spent().moneyNanos()).isEqualTo(700);
  }

  @Test
  void whatIsUnderWayWhenItIsSplitIsPaidWhereItWasHeld() {
    PipelineTester running = startOneOf(PARTITIONS, shop().tenantDay(calls(9)));
    running.request("r1", "status");
    running.transport.takeTool("order");

    PipelineTester pipeline = restart(running, split().tenantDay(calls(9)));
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");
    pipeline.request("r2", "status");
    pipeline.tell(grant(Kind.GRANT, pipeline.told().get(0), 1));
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");

    assertThat(spent(pipeline, "tenant/acme")).as("with the attempt that was hidden").isEqualTo(2);
    assertThat(spent(pipeline, ACCOUNT)).isEqualTo(1);
  }

  @Test
  void aRequestOnItsWayRoundKeepsItsKey() {
    PipelineTester pipeline = startOneOf(50, shop().shards(TENANT, 50));

    List<String> users = List.of("ann", "bob", "cid");
    for (String user : users) {
      Request request = Request.newBuilder(ask("r-" + user, "status")).setUser(user).build();
      pipeline.request("a key of the producer's", request);
      pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
      pipeline.turn();
      pipeline.takeResultRecord(
          record -> assertThat(record.key()).asString().isEqualTo("a key of the producer's"));
    }
  }
}
