// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Fellow.HOLDER;
import static dev.millrace.topology.Fellow.amounts;
import static dev.millrace.topology.Fellow.calls;
import static dev.millrace.topology.Fellow.grant;
import static dev.millrace.topology.Fellow.tells;
import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.OutboundCall.ToTool;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.LeaseMessage.Kind;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Share;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.WindowLimits;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tenants may spend together: seen from one partition, whose fellows the test speaks for. */
class LeasedBudgetsTest extends PipelineStory {
  private static final int PARTITIONS = 3;
  private static final Placement PLACEMENT = new Placement(PARTITIONS);
  private static final long TODAY_MS =
      PipelineTester.START.truncatedTo(ChronoUnit.DAYS).toEpochMilli();

  private static final String HERE = groupWhoseHomeIs(0);
  private static final String ELSEWHERE = groupWhoseHomeIs(1);

  private static String groupWhoseHomeIs(int partition) {
    int i = 0;
    while (PLACEMENT.home("group/g" + i) != partition) {
      i++;
    }
    return "g" + i;
  }

  private static Pipelines shop(String group, long toolCalls) {
    return Pipelines.shop()
        .plan("status", "{{calls.order.status}}", tool("order"))
        .groupDay(group, calls(toolCalls), "acme", "globex");
  }

  private static Pot pot(String group) {
    return new Pot("group/" + group, BudgetWindow.DAY);
  }

  private static Request of(String id, String tenant) {
    return Request.newBuilder(ask(id, "status")).setTenant(tenant).build();
  }

  private static Result answered(PipelineTester pipeline) {
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();
    return pipeline.takeResult();
  }

  private static Budget used(PipelineTester pipeline, String group) {
    return pipeline.budget("group/" + group, BudgetWindow.DAY);
  }

  @Test
  void tenantsOfAGroupShareItsLimit() {
    PipelineTester pipeline = start(shop("all", 2));

    pipeline.request(of("r1", "acme"));
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");
    pipeline.request(of("r2", "globex"));
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");
    pipeline.request(of("r3", "globex"));
    Result refused = pipeline.takeResult();

    assertThat(refused.getStatus()).isEqualTo("incomplete");
    assertThat(refused.getReason()).isEqualTo("tool_calls");
    assertThat(refused.getDetail())
        .contains("The group's budget for the day has not enough left: tool_calls.");
    pipeline.request(of("r4", "initech"));
    assertThat(answered(pipeline).getStatus()).as("of a stranger").isEqualTo("completed");
    assertThat(used(pipeline, "all")).isEqualTo(new Budget(spent(2), Amounts.NONE));
    assertThat(pipeline.told()).as("nobody else need be asked").isEmpty();
  }

  private static Amounts spent(long calls) {
    return new Amounts(calls * 1_000_000, 0, 0, 0, 0, calls);
  }

  @Test
  void aCallWaitsForItsGrantAndOthersDoNot() {
    PipelineTester pipeline = startOneOf(PARTITIONS, shop(ELSEWHERE, 9));

    pipeline.request(of("r1", "acme"));
    pipeline.transport.assertNothingLeft();
    pipeline.request(of("r2", "initech"));
    assertThat(answered(pipeline).getRequestId()).isEqualTo("r2");
    List<LeaseMessage> asked = pipeline.told();
    pipeline.tell(grant(Kind.GRANT, asked.get(0), 1));

    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).share().lacks()).isEqualTo(amounts(1));
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");
    assertThat(used(pipeline, ELSEWHERE)).isEqualTo(new Budget(spent(1), Amounts.NONE));
  }

  @Test
  void aCallForWhichNothingIsLeftAnywhereIsRefused() {
    PipelineTester pipeline = startOneOf(PARTITIONS, shop(ELSEWHERE, 9));

    pipeline.request(of("r1", "acme"));
    pipeline.tell(grant(Kind.LAST, pipeline.told().get(0), 0));

    assertThat(pipeline.takeResult().getReason()).isEqualTo("tool_calls");
  }

  /** What is known of the first must not be forgotten while it waits for the second. */
  @Test
  void aRunWhoseCallsLackDifferentBudgetsThatAreUsedUpEnds() {
    Pipelines poor =
        Pipelines.shop()
            .plan("status", "{{calls.said.text}}", tool("order"), model("said", "Say it."))
            .group(HERE, toolsADayAndModelsAnHour(0), "acme");
    PipelineTester pipeline = startOneOf(PARTITIONS, poor);

    pipeline.request(of("r1", "acme"));

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isIn("tool_calls", "model_calls");
  }

  /** Two pots, for a limit that either call lacks. */
  private static WindowLimits toolsADayAndModelsAnHour(long most) {
    return new WindowLimits(
        Map.of(
            BudgetWindow.DAY,
            calls(most),
            BudgetWindow.HOUR,
            new BudgetLimits(null, null, most, null)));
  }

  @Test
  void whoWaitsTooLongEndsAtItsDeadline() {
    PipelineTester pipeline = startOneOf(PARTITIONS, shop(ELSEWHERE, 9));

    pipeline.request(of("r1", "acme"));
    pipeline.pass(Duration.ofMinutes(10));

    assertThat(pipeline.takeResult().getReason()).isEqualTo("deadline");
  }

  @Test
  void whoWaitedWhenTheInstanceDiedWaitsOn() {
    Pipelines same = shop(ELSEWHERE, 9);
    PipelineTester running = startOneOf(PARTITIONS, same);
    running.request(of("r1", "acme"));
    LeaseMessage asked = running.told().get(0);

    PipelineTester pipeline = restart(running, same);
    assertThat(pipeline.told()).as("it has asked already").isEmpty();
    pipeline.tell(grant(Kind.GRANT, asked, 1));

    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");
  }

  /** What is granted here holds it once; the attempt that nobody saw the end of is paid from it. */
  @Test
  void anAttemptThatARestartHidIsPaidAndTheNextOneAsksAnew() {
    Pipelines same = shop(ELSEWHERE, 9);
    PipelineTester running = startOneOf(PARTITIONS, same);
    running.request(of("r1", "acme"));
    running.tell(grant(Kind.GRANT, running.told().get(0), 1));
    running.transport.takeTool("order");

    PipelineTester pipeline = restart(running, same);
    pipeline.transport.assertNothingLeft();
    pipeline.tell(grant(Kind.GRANT, pipeline.told().get(0), 2));

    Result result = answered(pipeline);
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getToolCalls()).isEqualTo(2);
    assertThat(used(pipeline, ELSEWHERE)).isEqualTo(new Budget(spent(2), Amounts.NONE));
  }

  @Test
  void whatIsNotUsedIsReturnedWhenOthersAreShort() {
    PipelineTester pipeline = startOneOf(PARTITIONS, shop(ELSEWHERE, 9));
    pipeline.request(of("r1", "acme"));
    LeaseMessage asked = pipeline.told().get(0);
    pipeline.tell(grant(Kind.GRANT, asked, 5));
    ToTool call = pipeline.transport.takeTool("order");

    Share recalled = grant(Kind.RECALL, asked, 5).share();
    pipeline.tell(new LeaseMessage(asked.pot(), TODAY_MS, Kind.RECALL, recalledBy(recalled, 7)));

    LeaseMessage answer = pipeline.told().get(0);
    assertThat(answer.share().returned()).isEqualTo(amounts(4));
    assertThat(answer.share().heeded()).isEqualTo(7);
    pipeline.transport.answer(call, "{}");
    pipeline.turn();
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  private static Share recalledBy(Share share, long call) {
    return new Share(
        share.holder(),
        share.number(),
        share.granted(),
        share.returned(),
        share.spent(),
        share.lacks(),
        share.wants(),
        share.turn(),
        call,
        share.heeded());
  }

  @Test
  void theHomeGrantsToOthersWhatItDoesNotUse() {
    PipelineTester pipeline = startOneOf(PARTITIONS, shop(HERE, 9));
    pipeline.request(of("r1", "acme"));
    answered(pipeline);

    pipeline.tell(tells(pot(HERE), TODAY_MS, 1, amounts(8), Amounts.NONE));

    LeaseMessage answer = pipeline.told().get(0);
    assertThat(answer.kind()).isEqualTo(Kind.GRANT);
    assertThat(answer.share().holder()).isEqualTo(HOLDER);
    assertThat(answer.share().granted()).isEqualTo(amounts(8));
    pipeline.request(of("r2", "acme"));
    assertThat(pipeline.told().get(0).kind()).as("wanted back").isEqualTo(Kind.RECALL);
    pipeline.tell(heeds(tells(pot(HERE), TODAY_MS, 2, Amounts.NONE, amounts(8))));
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");
  }

  private static LeaseMessage heeds(LeaseMessage message) {
    Share told = message.share();
    Share idle =
        new Share(
            HOLDER,
            told.number(),
            Amounts.NONE,
            told.returned(),
            Amounts.NONE,
            Amounts.NONE,
            Amounts.NONE,
            0,
            0,
            1_000);
    return new LeaseMessage(message.pot(), message.startMs(), Kind.TELL, idle);
  }

  @Test
  void aLimitIsRaisedAtTheHome() {
    PipelineTester pipeline = startOneOf(PARTITIONS, shop(HERE, 0));
    pipeline.request(of("r1", "acme"));
    assertThat(pipeline.takeResult().getReason()).isEqualTo("tool_calls");

    pipeline.control(change("top_up", HERE, 1));

    pipeline.request(of("r2", "acme"));
    assertThat(answered(pipeline).getStatus()).isEqualTo("completed");
    pipeline.request(of("r3", "acme"));
    assertThat(pipeline.takeResult().getReason()).isEqualTo("tool_calls");
  }

  @Test
  void whatIsGrantedBeyondALoweredLimitIsCalledBack() {
    PipelineTester pipeline = startOneOf(PARTITIONS, shop(HERE, 9));
    pipeline.tell(tells(pot(HERE), TODAY_MS, 1, amounts(8), Amounts.NONE));
    pipeline.told();

    pipeline.control(change("set_limit", HERE, 0));

    assertThat(pipeline.told()).extracting(LeaseMessage::kind).containsExactly(Kind.RECALL);
  }

  private static ControlEvent change(String kind, String group, long calls) {
    return ControlEvent.newBuilder()
        .setControlId("c-1")
        .setKind(kind)
        .setScope("group")
        .setName(group)
        .setWindow("day")
        .setToolCalls(calls)
        .build();
  }

  @Test
  void bytesOfAStrangerGoAside() {
    PipelineTester pipeline = startOneOf(PARTITIONS, shop(HERE, 9));

    pipeline.tell(new byte[] {1, 2, 3});

    assertThat(pipeline.deadLetters()).hasSize(1);
  }
}
