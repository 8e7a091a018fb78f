// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.call;
import static dev.millrace.topology.Pipelines.lastWord;
import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall;
import dev.millrace.engine.OutboundCall.ToModel;
import dev.millrace.engine.OutboundCall.ToTool;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.schemas.Escalation;
import dev.millrace.schemas.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a run does that would end for a limit, by choice of its route. */
class AtLimitTest extends PipelineStory {
  private static final BudgetLimits TWO_TOOLS = new BudgetLimits(null, null, null, 2L);
  private static final AtLimit LAST_WORD = new AtLimit(null, lastWord("small"), null, false, false);

  private static AtLimit saying(String text) {
    return new AtLimit(null, null, text, false, false);
  }

  /** Of three tools the last does not fit. */
  private static Pipelines three(AtLimit atLimit) {
    return Pipelines.shop()
        .atLimit(atLimit)
        .plan(
            "three",
            "{{calls.c.status}}",
            tool("order"),
            tool("customer", "order"),
            tool("stock", "customer"))
        .runBudget(TWO_TOOLS);
  }

  private static void answerTwo(PipelineTester pipeline) {
    pipeline.request("r1", "three");
    answer(pipeline, "order", "{\"status\":\"shipped\"}");
    answer(pipeline, "customer", "{\"name\":\"Ann\"}");
  }

  private static void answer(PipelineTester pipeline, String tool, String content) {
    pipeline.transport.answer(pipeline.transport.takeTool(tool), content);
    pipeline.turn();
  }

  @Test
  void withoutAnythingSaidItTellsWhatIsKnown() {
    PipelineTester pipeline = start(three(AtLimit.NOTHING));

    answerTwo(pipeline);

    Result result = pipeline.takeResult();
    assertThat(result.getAnswer()).startsWith("Known so far:").contains("shipped", "Ann");
    assertThat(result.getEnd()).isEqualTo("partial");
    assertThat(result.getEscalated()).isFalse();
    assertThat(pipeline.escalations()).isEmpty();
  }

  @Test
  void itAnswersWithWhatIsKnown() {
    PipelineTester pipeline =
        start(
            three(
                saying(
                    "{{calls.customer.name}}, it is {{calls.order.status}}{{calls.stock.n}}."
                        + " {{limit.reason}}")));

    answerTwo(pipeline);

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("tool_calls");
    assertThat(result.getAnswer()).isEqualTo("Ann, it is shipped. tool_calls");
    assertThat(result.getEnd()).isEqualTo("partial");
  }

  @Test
  void itAsksTheUser() {
    PipelineTester pipeline =
        start(three(new AtLimit(null, null, "Is {{calls.order.status}} enough?", true, false)));

    answerTwo(pipeline);

    Result result = pipeline.takeResult();
    assertThat(result.getAnswer()).isEqualTo("Is shipped enough?");
    assertThat(result.getEnd()).isEqualTo("question");
    assertThat(result.getStatus()).isEqualTo("incomplete");
  }

  @Test
  void aTextThatComesToNothingIsNoText() {
    PipelineTester pipeline = start(three(saying("{{calls.stock.n}} ")));

    answerTwo(pipeline);

    assertThat(pipeline.takeResult().getAnswer()).startsWith("Known so far:");
  }

  @Test
  void anAgentsTextKnowsWhatItsToolsFound() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .atLimit(saying("It is {{calls.order.status}}."))
                .agent("help", 2, "order"));
    pipeline.request("r1", "help");
    pipeline.transport.wish(pipeline.transport.takeModel(), use("order"));
    pipeline.turn();
    answer(pipeline, "order", "{\"status\":\"shipped\"}");

    pipeline.transport.wish(pipeline.transport.takeModel(), use("order"));
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getReason()).isEqualTo("steps");
    assertThat(result.getAnswer()).isEqualTo("It is shipped.");
  }

  @Test
  void itIsHandedOverToPeople() {
    PipelineTester pipeline = start(three(new AtLimit(null, null, null, false, true)));

    answerTwo(pipeline);

    Result result = pipeline.takeResult();
    assertThat(result.getEscalated()).isTrue();
    assertThat(result.getEnd()).isEqualTo("partial");
    Escalation event = pipeline.escalations().get(0);
    assertThat(event.getEscalationId()).isEqualTo(result.getRunId());
    assertThat(event.getRequestId()).isEqualTo("r1");
    assertThat(event.getTenant()).isEqualTo("acme");
    assertThat(event.getUser()).isEqualTo("ann");
    assertThat(event.getRoute()).isEqualTo("three");
    assertThat(event.getReason()).isEqualTo("tool_calls");
    assertThat(event.getDetail()).contains("tool_calls");
    assertThat(event.getCostNanos()).isEqualTo(result.getCostNanos()).isPositive();
    assertThat(event.getToolCalls()).isEqualTo(2);
    assertThat(event.getLimitToolCalls()).isEqualTo(2);
    assertThat(event.getLimitNanos()).isNull();
    assertThat(event.getResultsTopic()).isEqualTo("shop.results");
  }

  // The last word.

  @Test
  void aModelSaysTheLastWordOfWhatIsKnown() {
    PipelineTester pipeline = start(three(LAST_WORD));
    answerTwo(pipeline);

    ToModel word = pipeline.transport.takeModel();
    pipeline.transport.answer(word, "It was sent to Ann.");
    pipeline.turn();

    assertThat(word.request().tools()).isEmpty();
    assertThat(word.request().maxOutputTokens()).isEqualTo(50);
    assertThat(word.request().messages().toString())
        .contains("Say what is known.", "three", "order: {\"status\":\"shipped\"}", "Ann");
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("tool_calls");
    assertThat(result.getAnswer()).isEqualTo("It was sent to Ann.");
    assertThat(result.getEnd()).isEqualTo("model");
    assertThat(result.getModels()).containsExactly("small");
    assertThat(result.getToolResults())
        .extracting(used -> used.getTool())
        .containsExactly("order", "customer", "stock");
    assertThat(result.getSteps()).hasSize(4);
  }

  @Test
  void whatItMayCostIsKeptOfTheRunsBudget() {
    BudgetLimits one = new BudgetLimits(null, null, 2L, null);
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .atLimit(LAST_WORD)
                .plan("ask", "{{calls.b.text}}", model("a", "One."), model("b", "Two.", "a"))
                .runBudget(one));
    pipeline.request("r1", "ask");
    pipeline.transport.answer(pipeline.transport.takeModel(), "One it is.");
    pipeline.turn();

    ToModel word = pipeline.transport.takeModel();
    assertThat(word.request().messages().toString()).contains("a: One it is.");
    pipeline.transport.answer(word, "Only one is known.");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getReason()).isEqualTo("model_calls");
    assertThat(result.getAnswer()).isEqualTo("Only one is known.");
    assertThat(result.getModelCalls()).isEqualTo(2);
  }

  @Test
  void aRunWithoutRoomForItKeepsNothing() {
    BudgetLimits one = new BudgetLimits(null, null, 1L, null);
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .atLimit(LAST_WORD)
                .plan("ask", "{{calls.a.text}}", model("a", "One."))
                .runBudget(one));
    pipeline.request("r1", "ask");

    pipeline.transport.answer(pipeline.transport.takeModel(), "One it is.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  @Test
  void aLastWordThatDoesNotFitLeavesTheComposedAnswer() {
    AtLimit both =
        new AtLimit(null, lastWord("small"), "It is {{calls.order.status}}.", false, false);
    PipelineTester pipeline =
        start(three(both).tenantBudget(BudgetWindow.DAY, new BudgetLimits(null, null, 0L, null)));

    answerTwo(pipeline);

    Result result = pipeline.takeResult();
    assertThat(result.getAnswer()).isEqualTo("It is shipped.");
    assertThat(result.getReason()).isEqualTo("tool_calls");
    assertThat(result.getEnd()).isEqualTo("partial");
  }

  @Test
  void aLastWordThatFailsLeavesTheComposedAnswer() {
    PipelineTester pipeline = start(three(LAST_WORD));
    answerTwo(pipeline);

    pipeline.transport.fail(pipeline.transport.takeModel(), FailureKind.CONTENT_FILTERED);
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getAnswer()).startsWith("Known so far:");
    assertThat(result.getToolResults()).extracting(used -> used.getTool()).doesNotContain("small");
  }

  @Test
  void whatIsTooMuchForItIsCut() {
    PipelineTester pipeline = start(three(LAST_WORD));
    pipeline.request("r1", "three");
    answer(pipeline, "order", "{\"status\":\"" + "on its way, ".repeat(500) + "\"}");
    answer(pipeline, "customer", "{\"name\":\"Ann\"}");

    ToModel word = pipeline.transport.takeModel();
    pipeline.transport.answer(word, "On its way.", Usage.of(200, 50));
    pipeline.turn();

    assertThat(word.request().messages().toString()).contains("on its way", "…", "Ann");
    assertThat(word.request().messages().toString().length()).isLessThan(1_500);
    assertThat(pipeline.takeResult().getEnd()).isEqualTo("model");
  }

  @Test
  void timeIsKeptForIt() {
    PipelineTester pipeline =
        start(Pipelines.shop().atLimit(LAST_WORD).plan("slow", "-", tool("order")));
    pipeline.request("r1", "slow");
    OutboundCall slow = pipeline.transport.takeTool("order");

    pipeline.pass(Duration.ofSeconds(25));

    assertThat(pipeline.transport.isCancelled(slow)).isTrue();
    pipeline.transport.answer(pipeline.transport.takeModel(), "Nothing is known yet.");
    pipeline.turn();
    Result result = pipeline.takeResult();
    assertThat(result.getReason()).isEqualTo("deadline");
    assertThat(result.getAnswer()).isEqualTo("Nothing is known yet.");
  }

  @Test
  void aLastWordThatIsTooSlowIsCalledOffAtTheDeadline() {
    PipelineTester pipeline =
        start(Pipelines.shop().atLimit(LAST_WORD).plan("slow", "-", tool("order")));
    pipeline.request("r1", "slow");
    pipeline.transport.takeTool("order");
    pipeline.pass(Duration.ofSeconds(25));
    OutboundCall word = pipeline.transport.takeModel();

    pipeline.pass(Duration.ofSeconds(5));

    assertThat(pipeline.transport.isCancelled(word)).isTrue();
    assertThat(pipeline.takeResult().getReason()).isEqualTo("deadline");
  }

  @Test
  void itSurvivesARestart() {
    PipelineTester running = start(three(LAST_WORD));
    answerTwo(running);
    running.transport.takeModel();

    PipelineTester pipeline = restart(running, three(LAST_WORD));
    pipeline.transport.answer(pipeline.transport.takeModel(), "It was sent to Ann.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("It was sent to Ann.");
  }

  // Writes of unknown outcome.

  private static Pipelines refunding() {
    return Pipelines.shop().plan("refund", "{{calls.back}}", call("back", "refund"));
  }

  @Test
  void peopleAreToldOfAWriteThatMayHaveBeenDone() {
    PipelineTester pipeline = start(refunding());
    ToTool refund = refund(pipeline);

    pipeline.transport.fail(refund, FailureKind.TIMEOUT);
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getReason()).isEqualTo("unknown_outcome");
    assertTold(pipeline, result);
  }

  @Test
  void peopleAreToldOfAWriteThatARestartHid() {
    PipelineTester running = start(refunding());
    refund(running);

    PipelineTester pipeline = restart(running, refunding());

    assertTold(pipeline, pipeline.takeResult());
  }

  @Test
  void peopleAreToldOfAWriteThatWasUnderWayWhenItsRunWasCalledOff() {
    PipelineTester pipeline = start(refunding());
    refund(pipeline);

    pipeline.cancel("r1", "acme");

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("cancelled");
    assertTold(pipeline, result);
  }

  @Test
  void aWriteThatHadNotLeftWorriesNobody() {
    PipelineTester pipeline = start(refunding().maxInFlight(1).plan("status", "-", tool("order")));
    pipeline.request("r0", "status");
    ToTool order = pipeline.transport.takeTool("order");
    pipeline.request("r1", "refund");
    pipeline.turn();

    pipeline.cancel("r1", "acme");

    assertThat(pipeline.takeResult().getEscalated()).isFalse();
    assertThat(pipeline.escalations()).isEmpty();
    pipeline.transport.answer(order, "{}");
    pipeline.turn();
  }

  private static ToTool refund(PipelineTester pipeline) {
    pipeline.request("r1", "refund");
    pipeline.turn();
    return pipeline.transport.takeTool("refund");
  }

  private static void assertTold(PipelineTester pipeline, Result result) {
    assertThat(result.getEscalated()).isTrue();
    Escalation event = pipeline.escalations().get(0);
    assertThat(event.getReason()).isEqualTo("unknown_outcome");
    assertThat(event.getTool()).isEqualTo("refund");
    assertThat(event.getCallId()).isEqualTo(result.getRunId() + "/1/0");
    assertThat(event.getEscalationId()).isEqualTo(event.getCallId());
    assertThat(event.getDetail()).contains("done");
    assertThat(result.getToolResults().get(0).getStatus()).isEqualTo("unknown_outcome");
  }

  private static ToolUse use(String tool) {
    return new ToolUse("use-1", tool, "{}");
  }
}
