// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.Message;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.CachePolicy;
import dev.millrace.pipeline.CachePolicy.Scope;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Tool;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.RequestBudget;
import dev.millrace.schemas.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs from request to result, through the whole topology. */
class AgentTopologyTest extends PipelineStory {
  @Test
  void answersByATemplateOverWhatToolsReturned() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("status", "It is {{calls.order.status}}.", tool("order")));

    pipeline.request("r1", "status please");
    OutboundCall.ToTool order = pipeline.transport.takeTool("order");
    pipeline.assertNoResult();
    pipeline.transport.answer(order, "{\"status\":\"shipped\"}");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getAnswer()).isEqualTo("It is shipped.");
    assertThat(result.getRoute()).isEqualTo("status");
    assertThat(result.getRoutedBy()).isEqualTo("rule");
    assertThat(result.getWorkloadClass()).isEqualTo("interactive");
    assertThat(result.getModels()).isEmpty();
    assertThat(order.request().arguments()).isEqualTo("{\"id\":\"O-1\"}");
  }

  @Test
  void letsIndependentCallsFlyTogetherAndTheModelAfterThem() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .plan(
                    "summary",
                    "{{calls.answer.text}}",
                    tool("order"),
                    tool("customer"),
                    model(
                        "answer",
                        "{{calls.order.id}} of {{calls.customer.name}}",
                        "order",
                        "customer")));

    pipeline.request("r1", "summary");
    OutboundCall.ToTool order = pipeline.transport.takeTool("order");
    OutboundCall.ToTool customer = pipeline.transport.takeTool("customer");
    pipeline.transport.answer(order, "{\"id\":7}");
    pipeline.turn();
    pipeline.transport.assertNothingLeft();
    pipeline.transport.answer(customer, "{\"name\":\"Ann\"}");
    pipeline.turn();
    OutboundCall.ToModel model = pipeline.transport.takeModel();
    pipeline.transport.answer(model, "Order 7 is Ann's.");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(model.request().messages()).containsExactly(new Message.UserMessage("7 of Ann"));
    assertThat(result.getAnswer()).isEqualTo("Order 7 is Ann's.");
    assertThat(result.getModels()).containsExactly("small");
    assertThat(result.getSteps()).hasSize(2);
    assertThat(result.getModelCalls()).isEqualTo(1);
    assertThat(result.getToolCalls()).isEqualTo(2);
    // 100 in at 1 USD and 20 out at 4 USD a million, and two tool calls at a tenth of a cent.
    assertThat(result.getCostNanos()).isEqualTo(100_000 + 80_000 + 2_000_000);
    assertThat(pipeline.calls())
        .hasSize(3)
        .allSatisfy(
            call -> {
              assertThat(call.getTimeToFirstTokenMs()).isEqualTo(4);
              assertThat(call.getTimePerTokenUs()).isEqualTo(62);
              assertThat(call.getTimePartsUs())
                  .isEqualTo(Map.of("first_byte", 4_000L, "parse", 1_000L));
            });
  }

  @Test
  void anAgentCallsToolsInParallelAndAnswers() {
    PipelineTester pipeline = start(Pipelines.shop().agent("help", 5, "order", "customer"));

    pipeline.request("r1", "help me");
    OutboundCall.ToModel first = pipeline.transport.takeModel();
    pipeline.transport.wish(
        first, new ToolUse("u1", "order", "{\"id\":1}"), new ToolUse("u2", "customer", "{}"));
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("customer"), "{\"name\":\"Ann\"}");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();
    OutboundCall.ToModel second = pipeline.transport.takeModel();
    pipeline.transport.answer(second, "It is on its way, Ann.");
    pipeline.turn();

    assertThat(second.request().messages())
        .containsExactly(
            new Message.SystemMessage("You help."),
            new Message.UserMessage("help me"),
            new Message.AssistantMessage(
                "",
                java.util.List.of(
                    new ToolUse("u1", "order", "{\"id\":1}"), new ToolUse("u2", "customer", "{}"))),
            new Message.ToolMessage("u1", "{\"status\":\"sent\"}"),
            new Message.ToolMessage("u2", "{\"name\":\"Ann\"}"));
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getAnswer()).isEqualTo("It is on its way, Ann.");
    assertThat(result.getToolResults()).hasSize(2);
  }

  @Test
  void anAgentReadsOfToolsItInventedAndArgumentsThatAreNoJson() {
    PipelineTester pipeline = start(Pipelines.shop().agent("help", 5, "order"));

    pipeline.request("r1", "help me");
    pipeline.transport.wish(
        pipeline.transport.takeModel(),
        new ToolUse("u1", "teleport", "{}"),
        new ToolUse("u2", "order", "not json"));
    pipeline.turn();
    OutboundCall.ToModel second = pipeline.transport.takeModel();
    pipeline.transport.answer(second, "I cannot.");
    pipeline.turn();

    assertThat(second.request().messages())
        .contains(
            new Message.ToolMessage(
                "u1", "Error: unknown_tool. There is no such tool. Tools: order."))
        .contains(new Message.ToolMessage("u2", "Error: invalid_arguments. It is no object."));
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  @Test
  void theLastStepOfAnAgentIsAskedWithoutTools() {
    PipelineTester pipeline = start(Pipelines.shop().agent("help", 2, "order"));

    pipeline.request("r1", "help me");
    pipeline.transport.wish(pipeline.transport.takeModel(), new ToolUse("u1", "order", "{}"));
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();
    OutboundCall.ToModel last = pipeline.transport.takeModel();
    pipeline.transport.answer(last, "Nothing is known of it.");
    pipeline.turn();

    assertThat(last.request().tools()).isEmpty();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Nothing is known of it.");
  }

  @Test
  void aModelIsAskedForTheRouteThatNoRuleGives() {
    PipelineTester pipeline =
        start(Pipelines.shop().classifiedBy("small").plan("apple", "Of a.").plan("pear", "Of b."));

    pipeline.request("r1", "tell me");
    OutboundCall.ToModel question = pipeline.transport.takeModel();
    pipeline.transport.answer(question, "{\"route\": \"pear\"}");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(question.request().messages().get(0).toString()).contains("- pear: About pear");
    assertThat(question.request().responseSchema()).contains("\"apple\",\"pear\",\"none\"");
    assertThat(result.getAnswer()).isEqualTo("Of b.");
    assertThat(result.getRoutedBy()).isEqualTo("model");
    assertThat(result.getModelCalls()).isEqualTo(1);
  }

  @Test
  void aModelThatCouldNotBeAskedForTheRouteHasNotSaidThatThereIsNone() {
    PipelineTester pipeline = start(Pipelines.shop().classifiedBy("large").plan("apple", "Of a."));

    pipeline.request("r1", "tell me");
    pipeline.transport.fail(pipeline.transport.takeModel(), FailureKind.INVALID_REQUEST);
    pipeline.turn();
    pipeline.request("r2", "and me");
    pipeline.transport.answer(pipeline.transport.takeModel(), "{\"route\": \"none\"}");
    pipeline.turn();

    assertThat(pipeline.takeResult().getReason()).isEqualTo("unclassified");
    assertThat(pipeline.takeResult().getReason()).isEqualTo("out_of_scope");
  }

  @Test
  void theFirstSufficientResultCallsOffTheOther() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .plan(
                    "either",
                    "{{calls.stock.n}}",
                    tool("order"),
                    tool("customer"),
                    tool("stock", new Plan.FirstSufficient(), "order", "customer")));

    pipeline.request("r1", "either");
    OutboundCall.ToTool slow = pipeline.transport.takeTool("order");
    OutboundCall.ToTool quick = pipeline.transport.takeTool("customer");
    pipeline.transport.answer(quick, "{\"name\":\"Ann\"}");
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("stock"), "{\"n\":3}");
    pipeline.turn();

    assertThat(pipeline.transport.isCancelled(slow)).isTrue();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("3");
  }

  @Test
  void aJoinUntilADeadlineGoesOnWithWhatItHas() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .plan(
                    "until",
                    "{{calls.stock.n}}",
                    tool("order"),
                    tool("stock", new Plan.Until(Duration.ofMillis(800)), "order")));

    pipeline.request("r1", "until");
    OutboundCall.ToTool slow = pipeline.transport.takeTool("order");
    pipeline.pass(Duration.ofMillis(801));
    pipeline.transport.answer(pipeline.transport.takeTool("stock"), "{\"n\":3}");
    pipeline.turn();

    assertThat(pipeline.transport.isCancelled(slow)).isTrue();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("3");
  }

  @Test
  void aRepeatedRequestGetsTheSameResultAndIsNoSecondRun() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("status", "{{calls.order.status}}", tool("order")));

    pipeline.request("r1", "status");
    OutboundCall.ToTool order = pipeline.transport.takeTool("order");
    pipeline.request("r1", "status");
    pipeline.transport.assertNothingLeft();
    pipeline.transport.answer(order, "{\"status\":\"sent\"}");
    pipeline.turn();
    Result first = pipeline.takeResult();
    pipeline.assertNoResult();
    pipeline.request("r1", "status");

    assertThat(pipeline.takeResult()).isEqualTo(first);
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void anEqualQuestionIsAnsweredFromTheResultCacheForTheSameUserOnly() {
    CachePolicy ofUser = new CachePolicy(Duration.ofMinutes(1), Scope.USER);
    PipelineTester pipeline =
        start(
            Pipelines.shop().cachedPlan("status", ofUser, "{{calls.order.status}}", tool("order")));

    pipeline.request("r1", "status  please");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();
    pipeline.takeResult();
    pipeline.request("r2", "status please");
    Result hit = pipeline.takeResult();
    pipeline.request(Request.newBuilder(ask("r3", "status please")).setUser("eve").build());
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"lost\"}");
    pipeline.turn();

    assertThat(hit.getReason()).isEqualTo("cached");
    assertThat(hit.getAnswer()).isEqualTo("sent");
    assertThat(hit.getRequestId()).isEqualTo("r2");
    assertThat(hit.getCostNanos()).isZero();
    assertThat(hit.getSavedNanos()).isEqualTo(1_000_000);
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("lost");
  }

  @Test
  void requestsWithoutAUserAreNotServedEachOthersAnswers() {
    CachePolicy ofUser = new CachePolicy(Duration.ofMinutes(1), Scope.USER);
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .tool("mine", Tool.Effect.READ, true, ofUser)
                .cachedPlan("mine", ofUser, "{{calls.mine.n}}", tool("mine")));

    pipeline.request(Request.newBuilder(ask("r1", "mine")).setUser("").build());
    pipeline.transport.answer(pipeline.transport.takeTool("mine"), "{\"n\":1}");
    pipeline.turn();
    Result victim = pipeline.takeResult();
    pipeline.request(Request.newBuilder(ask("r2", "mine")).setUser("").build());
    pipeline.transport.answer(pipeline.transport.takeTool("mine"), "{\"n\":2}");
    pipeline.turn();

    assertThat(victim.getAnswer()).isEqualTo("1");
    assertThat(victim.getCaches()).isEmpty();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("2");
  }

  @Test
  void aCachedToolResultSavesTheCallUntilItIsTooOld() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("stock", "{{calls.stock.n}}", tool("stock")));

    pipeline.request("r1", "stock");
    pipeline.transport.answer(pipeline.transport.takeTool("stock"), "{\"n\":3}");
    pipeline.turn();
    pipeline.takeResult();
    pipeline.request("r2", "stock");
    Result hit = pipeline.takeResult();
    pipeline.pass(Duration.ofMinutes(6));
    pipeline.request("r3", "stock");
    pipeline.transport.answer(pipeline.transport.takeTool("stock"), "{\"n\":4}");
    pipeline.turn();

    assertThat(hit.getAnswer()).isEqualTo("3");
    assertThat(hit.getToolResults().get(0).getFromCache()).isTrue();
    assertThat(hit.getSavedNanos()).isEqualTo(1_000_000);
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("4");
  }

  @Test
  void aFailedAttemptIsMadeAgainAfterTheProvidersOwnDelay() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("ask", "{{calls.a.text}}", model("a", "Say it.")));

    pipeline.request("r1", "ask");
    Failure busy = Failure.retryAfter(FailureKind.RATE_LIMITED, "HTTP 429", Duration.ofSeconds(2));
    pipeline.transport.fail(pipeline.transport.takeModel(), busy);
    pipeline.turn();
    pipeline.pass(Duration.ofMillis(1_999));
    pipeline.transport.assertNothingLeft();
    pipeline.pass(Duration.ofMillis(200));
    OutboundCall.ToModel again = pipeline.transport.takeModel();
    pipeline.transport.answer(again, "It.");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("It.");
    assertThat(pipeline.transport.sent()).extracting(OutboundCall::id).containsOnly(again.id());
  }

  @Test
  void aModelThatKeepsFailingIsReplacedByItsFallback() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("ask", "{{calls.a.text}}", model("a", "Say it.")));

    pipeline.request("r1", "ask");
    pipeline.transport.fail(pipeline.transport.takeModel(), FailureKind.SERVER_ERROR);
    pipeline.turn();
    pipeline.pass(Duration.ofMillis(200));
    pipeline.transport.fail(pipeline.transport.takeModel(), FailureKind.SERVER_ERROR);
    pipeline.turn();
    OutboundCall.ToModel fallback = pipeline.transport.takeModel();
    pipeline.transport.answer(fallback, "It.");
    pipeline.turn();

    assertThat(fallback.model()).isEqualTo("large");
    assertThat(pipeline.takeResult().getModels()).containsExactly("large");
  }

  @Test
  void aCallThatDoesNotFitTheBudgetIsNeverSent() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .runBudget(new BudgetLimits(1_000L, null, null, null))
                .plan("ask", "{{calls.a.text}}", model("a", "Say it.")));

    pipeline.request("r1", "ask");

    pipeline.transport.assertNothingLeft();
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("cost");
  }

  @Test
  void aBilledFailureIsPaidAndNoOtherAttemptMadeThatTheBudgetCannotHold() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .runBudget(new BudgetLimits(4_500_000L, null, null, null))
                .plan("ask", "{{calls.a.text}}", model("a", "Say it.")));

    pipeline.request("r1", "ask");
    OutboundCall.ToModel first = pipeline.transport.takeModel();
    pipeline.transport.failBilled(first, FailureKind.CUT_STREAM, Usage.of(100, 90));
    pipeline.turn();
    pipeline.pass(Duration.ofSeconds(1));

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("cost");
    assertThat(result.getCostNanos()).isEqualTo(100_000 + 360_000);
    assertThat(pipeline.transport.sent()).hasSize(1);
  }

  @Test
  void aBilledFailureIsPaidAndTheNextAttemptToo() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("ask", "{{calls.a.text}}", model("a", "Say it.")));

    pipeline.request("r1", "ask");
    OutboundCall.ToModel first = pipeline.transport.takeModel();
    pipeline.transport.failBilled(first, FailureKind.CUT_STREAM, Usage.of(100, 90));
    pipeline.turn();
    pipeline.pass(Duration.ofSeconds(1));
    pipeline.transport.answer(pipeline.transport.takeModel(), "It.");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getCostNanos()).isEqualTo(100_000 + 360_000 + 100_000 + 80_000);
  }

  @Test
  void theRequestsOwnBudgetHoldsToo() {
    PipelineTester pipeline = start(Pipelines.shop().agent("help", 5, "order"));
    RequestBudget oneCall = new RequestBudget(null, null, 1L, null, null, null, null);

    pipeline.request(Request.newBuilder(ask("r1", "help")).setBudget(oneCall).build());
    pipeline.transport.wish(pipeline.transport.takeModel(), new ToolUse("u1", "order", "{}"));
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("model_calls");
    assertThat(result.getAnswer()).contains("sent");
  }

  @Test
  void anAgentThatWishesOnWithoutABudgetForToolsEndsByThatLimit() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .runBudget(new BudgetLimits(null, null, null, 1L))
                .agent("help", 9, "order"));

    pipeline.request("r1", "help");
    pipeline.transport.wish(
        pipeline.transport.takeModel(),
        new ToolUse("u1", "order", "{}"),
        new ToolUse("u2", "order", "{}"));
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();
    OutboundCall.ToModel last = pipeline.transport.takeModel();
    pipeline.transport.wish(last, new ToolUse("u3", "order", "{}"));
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(last.request().tools()).isEmpty();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("tool_calls");
    assertThat(result.getAnswer()).contains("sent");
  }

  @Test
  void aTenantWhoseDayIsUsedUpIsTurnedAwayAndTheNextIsNot() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .tenantDay(new BudgetLimits(null, null, null, 1L))
                .plan("status", "{{calls.order.status}}", tool("order")));

    pipeline.request("r1", "status");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();
    pipeline.takeResult();
    pipeline.request("r2", "status");
    Result refused = pipeline.takeResult();
    pipeline.request(Request.newBuilder(ask("r3", "status")).setTenant("other").build());
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();

    assertThat(refused.getStatus()).isEqualTo("rejected");
    assertThat(refused.getReason()).isEqualTo("tool_calls");
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  @Test
  void aDeadlineEndsTheRunWithWhatIsKnown() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .plan("slow", "{{calls.a.text}}", tool("order"), model("a", "Say it.", "order")));

    pipeline.request("r1", "slow");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();
    OutboundCall.ToModel model = pipeline.transport.takeModel();
    pipeline.pass(Duration.ofSeconds(9));
    pipeline.assertNoResult();
    pipeline.pass(Duration.ofSeconds(30));

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getAnswer()).contains("sent");
    assertThat(pipeline.transport.isCancelled(model)).isTrue();
  }

  @Test
  void aRunIsCancelledByItsTenantAndByNobodyElse() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("status", "{{calls.order.status}}", tool("order")));

    pipeline.request("r1", "status");
    OutboundCall.ToTool order = pipeline.transport.takeTool("order");
    pipeline.cancel("r1", "mallory");
    pipeline.assertNoResult();
    pipeline.cancel("r1", PipelineTester.TENANT);

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("cancelled");
    assertThat(result.getDetail()).isEqualTo("not needed");
    assertThat(pipeline.transport.isCancelled(order)).isTrue();
  }

  @Test
  void aWriteThatMayHarmLeavesOnceAndItsUnknownOutcomeIsForPeople() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("refund", "{{calls.refund.id}}", tool("refund")));

    pipeline.request("r1", "refund");
    pipeline.transport.fail(pipeline.transport.takeTool("refund"), FailureKind.TIMEOUT);
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("failed");
    assertThat(result.getReason()).isEqualTo("unknown_outcome");
    assertThat(pipeline.transport.sent()).hasSize(1);
  }

  @Test
  void callsBeyondThePlacesWaitAndLeaveInTurn() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .maxInFlight(1)
                .plan("two", "{{calls.order.n}}", tool("order"), tool("customer")));

    pipeline.request("r1", "two");
    OutboundCall.ToTool first = pipeline.transport.takeTool("order");
    pipeline.transport.assertNothingLeft();
    pipeline.transport.answer(first, "{\"n\":1}");
    pipeline.turn();
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("customer"), "{}");
    pipeline.turn();

    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("1");
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndItsNeighboursLive() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("status", "{{calls.order.status}}", tool("order")));

    pipeline.request(PipelineTester.TENANT, "garbage".getBytes(StandardCharsets.UTF_8));
    pipeline.request("r1", "status");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();

    assertThat(pipeline.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value()).asString().isEqualTo("garbage");
              assertThat(letter.headers().lastHeader("millrace.error.reason").value())
                  .asString()
                  .isEqualTo("not_avro_framed");
            });
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  @Test
  void requestsThatMakeNoSenseAreRejectedWithAReason() {
    PipelineTester pipeline =
        start(Pipelines.shop().plan("status", "{{calls.order.status}}", tool("order")));

    pipeline.request(Request.newBuilder(ask("r1", "status")).setTenant("").build());
    pipeline.request(Request.newBuilder(ask("", "status")).build());
    pipeline.request(Request.newBuilder(ask("r2", " ")).build());
    pipeline.request(Request.newBuilder(ask("r3", "status")).setRoute("nowhere").build());
    pipeline.request(Request.newBuilder(ask("r4", "x".repeat(70_000))).build());
    pipeline.request(Request.newBuilder(ask("r5", "something else")).build());
    pipeline.request(Request.newBuilder(ask("r6", "status")).setDeadlineMs(1L).build());

    assertThat(pipeline.takeResult().getReason()).isEqualTo("tenant_missing");
    assertThat(pipeline.takeResult().getReason()).isEqualTo("request_id_missing");
    assertThat(pipeline.takeResult().getReason()).isEqualTo("empty");
    assertThat(pipeline.takeResult().getReason()).isEqualTo("unknown_route");
    assertThat(pipeline.takeResult().getReason()).isEqualTo("too_large");
    assertThat(pipeline.takeResult().getReason()).isEqualTo("unclassified");
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("expired");
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void resultsKeepTheRequestsKeyAndCarryItsIdAsAHeader() {
    PipelineTester pipeline = start(Pipelines.shop().plan("hello", "Hello {{request.user}}."));

    pipeline.request("r1", "hello");

    Result result =
        pipeline.takeResultRecord(
            record -> {
              assertThat(record.key()).asString().isEqualTo(PipelineTester.TENANT);
              assertThat(record.headers().lastHeader("request_id").value())
                  .asString()
                  .isEqualTo("r1");
              assertThat(record.headers().lastHeader("run_id")).isNotNull();
            });
    assertThat(result.getAnswer()).isEqualTo("Hello ann.");
    assertThat(result.getCostNanos()).isZero();
  }

  @Test
  void aRequestInTheWrongPartitionTakesTheWayRoundAndIsAnsweredOnce() {
    try (PipelineTester pipeline =
        new PipelineTester(Pipelines.shop().plan("hello", "Hello {{request.user}}."), before, 50)) {

      pipeline.request("r1", "hello");

      assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Hello ann.");
      pipeline.assertNoResult();
    }
  }

  @Test
  void aControlInTheWrongPartitionTakesTheWayRoundAndReachesItsRun() {
    try (PipelineTester pipeline =
        new PipelineTester(Pipelines.shop().plan("status", "-", tool("order")), before, 50)) {
      pipeline.request("r1", "status");

      pipeline.cancel("r1", PipelineTester.TENANT);

      assertThat(pipeline.takeResult().getStatus()).isEqualTo("cancelled");
      assertThat(pipeline.deadLetters()).isEmpty();
    }
  }
}
