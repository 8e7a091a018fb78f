// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.call;
import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.modelOf;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.CachePolicy;
import dev.millrace.pipeline.CachePolicy.Scope;
import dev.millrace.pipeline.Tool.Effect;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Runs under way when the application is started again with another pipeline file. */
class ChangedPipelineTest extends PipelineStory {
  private static Result assertRouteChanged(PipelineTester pipeline) {
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("failed");
    assertThat(result.getReason()).isEqualTo("route_changed");
    return result;
  }

  @Test
  void aRunGoesOnWhereTheFileSaysTheSame() {
    Pipelines same = Pipelines.shop().plan("status", "{{calls.order.status}}", tool("order"));
    PipelineTester running = start(same);
    running.request("r1", "status");

    PipelineTester pipeline = restart(running, same);

    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("sent");
  }

  @Test
  void aRunWhoseRouteIsGoneEndsAndItsNeighbourGoesOn() {
    Pipelines both =
        Pipelines.shop()
            .plan("status", "{{calls.order.status}}", tool("order"))
            .plan("who", "{{calls.customer.name}}", tool("customer"));
    PipelineTester running = start(both);
    running.request("r1", "status");
    running.request("r2", "who");

    PipelineTester pipeline =
        restart(running, Pipelines.shop().plan("who", "{{calls.customer.name}}", tool("customer")));

    Result ended = assertRouteChanged(pipeline);
    assertThat(ended.getRequestId()).isEqualTo("r1");
    assertThat(ended.getRoute()).isEqualTo("status");
    assertThat(ended.getDetail()).contains("route status");
    pipeline.transport.answer(pipeline.transport.takeTool("customer"), "{\"name\":\"Ann\"}");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Ann");
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void theEndedRunIsAnsweredOnceAndItsRepeatedRequestGetsTheSame() {
    PipelineTester running = start(Pipelines.shop().plan("status", "-", tool("order")));
    running.request("r1", "status");
    PipelineTester pipeline = restart(running, Pipelines.shop().plan("other", "-", tool("order")));
    Result ended = assertRouteChanged(pipeline);

    pipeline.request("r1", "status");

    assertThat(pipeline.takeResult()).isEqualTo(ended);
    pipeline.assertNoResult();
  }

  @Test
  void aRequestThatArrivesFirstAfterTheRestartIsServed() {
    PipelineTester running = start(Pipelines.shop().plan("status", "-", tool("order")));
    running.request("r1", "status");
    PipelineTester pipeline =
        open(running.restart(Pipelines.shop().plan("hello", "Hello."), after));

    pipeline.request("r2", "hello");

    assertRouteChanged(pipeline);
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Hello.");
  }

  @Test
  void whatARunHadPaidIsPaidAndWhatItKnewIsTold() {
    PipelineTester running =
        start(Pipelines.shop().plan("sum", "-", tool("order"), model("a", "Say it.", "order")));
    running.request("r1", "sum");
    running.transport.answer(running.transport.takeTool("order"), "{\"status\":\"sent\"}");
    running.turn();

    PipelineTester pipeline = restart(running, Pipelines.shop().plan("other", "-"));

    Result ended = assertRouteChanged(pipeline);
    long hiddenNanos = 410_000;
    assertThat(ended.getCostNanos()).isEqualTo(1_000_000 + hiddenNanos);
    assertThat(ended.getAnswer()).contains("sent");
    assertThat(pipeline.costs()).hasSize(2);
  }

  @Test
  void aRunOnAPlanWithoutOneOfItsCallsEnds() {
    PipelineTester running =
        start(Pipelines.shop().plan("status", "-", tool("order"), tool("customer", "order")));
    running.request("r1", "status");

    PipelineTester pipeline =
        restart(running, Pipelines.shop().plan("status", "-", tool("customer")));

    assertThat(assertRouteChanged(pipeline).getDetail()).contains("status").contains("order");
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void aCallThatIsNewInThePlanIsMadeToo() {
    PipelineTester running = start(Pipelines.shop().plan("status", "-", tool("order")));
    running.request("r1", "status");

    PipelineTester pipeline =
        restart(
            running,
            Pipelines.shop()
                .plan("status", "{{calls.customer.n}}", tool("order"), tool("customer", "order")));

    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("customer"), "{\"n\":3}");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("3");
  }

  @Test
  void aRunThatWaitsForAToolThatIsGoneEnds() {
    PipelineTester running = start(Pipelines.shop().plan("status", "-", call("find", "order")));
    running.request("r1", "status");

    PipelineTester pipeline =
        restart(
            running,
            Pipelines.shop().withoutTool("order").plan("status", "-", call("find", "customer")));

    assertThat(assertRouteChanged(pipeline).getDetail()).contains("order");
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void aCallThatGoesToAnotherToolNowIsNotMadeUnderItsOldPromise() {
    PipelineTester running = start(Pipelines.shop().plan("status", "-", call("find", "order")));
    running.request("r1", "status");

    PipelineTester pipeline =
        restart(running, Pipelines.shop().plan("status", "-", call("find", "customer")));

    assertThat(assertRouteChanged(pipeline).getDetail()).contains("find");
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void aCallOfAToolThatIsACallOfAModelNowIsNotMade() {
    PipelineTester running = start(Pipelines.shop().plan("status", "-", call("find", "order")));
    running.request("r1", "status");

    PipelineTester pipeline =
        restart(running, Pipelines.shop().plan("status", "-", model("find", "Find it.")));

    assertThat(assertRouteChanged(pipeline).getDetail()).contains("find");
  }

  @Test
  void aWriteThatMayHaveBeenDoneIsToldOf() {
    PipelineTester running = start(Pipelines.shop().plan("refund", "-", tool("refund")));
    running.request("r1", "refund");

    PipelineTester pipeline = restart(running, Pipelines.shop().plan("other", "-"));

    assertThat(assertRouteChanged(pipeline).getDetail()).contains("refund").contains("person");
  }

  @Test
  void anAgentThatWaitsForAToolThatIsGoneEnds() {
    PipelineTester running = start(Pipelines.shop().agent("help", 5, "order", "refund"));
    running.request("r1", "help");
    running.transport.wish(running.transport.takeModel(), new ToolUse("u1", "refund", "{}"));
    running.turn();

    PipelineTester pipeline =
        restart(running, Pipelines.shop().withoutTool("refund").agent("help", 5, "order"));

    assertThat(assertRouteChanged(pipeline).getDetail()).contains("refund").contains("person");
  }

  @Test
  void anAgentIsToldOfAToolThatItMayNotUseAnyMore() {
    PipelineTester running = start(Pipelines.shop().agent("help", 5, "order", "customer"));
    running.request("r1", "help");
    running.transport.wish(running.transport.takeModel(), new ToolUse("u1", "order", "{}"));
    running.turn();

    PipelineTester pipeline = restart(running, Pipelines.shop().agent("help", 5, "customer"));

    pipeline.transport.answer(pipeline.transport.takeModel(), "I cannot see orders.");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("I cannot see orders.");
  }

  @Test
  void aRunThatWaitsForAModelThatIsGoneEnds() {
    PipelineTester running = start(Pipelines.shop().plan("ask", "-", model("a", "Say it.")));
    running.request("r1", "ask");

    PipelineTester pipeline =
        restart(
            running,
            Pipelines.shop().withoutModel("small").plan("ask", "-", modelOf("large", "a", "Say.")));

    assertThat(assertRouteChanged(pipeline).getDetail()).contains("small");
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void aRunThatWaitsBetweenAttemptsForAModelThatIsGoneEnds() {
    PipelineTester running = start(Pipelines.shop().plan("ask", "-", model("a", "Say it.")));
    running.request("r1", "ask");
    Failure busy = Failure.retryAfter(FailureKind.RATE_LIMITED, "HTTP 429", Duration.ofSeconds(2));
    running.transport.fail(running.transport.takeModel(), busy);
    running.turn();

    PipelineTester pipeline =
        restart(
            running,
            Pipelines.shop().withoutModel("small").plan("ask", "-", modelOf("large", "a", "Say.")));

    assertRouteChanged(pipeline);
  }

  @Test
  void aRunOnARouteThatIsAnAgentNowEnds() {
    PipelineTester running = start(Pipelines.shop().plan("help", "-", tool("order")));
    running.request("r1", "help");

    PipelineTester pipeline = restart(running, Pipelines.shop().agent("help", 5, "order"));

    assertThat(assertRouteChanged(pipeline).getDetail()).contains("help").contains("plan");
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void aRunOnARouteThatIsAPlanNowEnds() {
    PipelineTester running = start(Pipelines.shop().agent("help", 5, "order"));
    running.request("r1", "help");
    running.transport.wish(running.transport.takeModel(), new ToolUse("u1", "order", "{}"));
    running.turn();

    PipelineTester pipeline = restart(running, Pipelines.shop().plan("help", "-", tool("order")));

    Result ended = assertRouteChanged(pipeline);
    assertThat(ended.getDetail()).contains("help").contains("agent");
    assertThat(ended.getModelCalls()).isEqualTo(1);
  }

  @Test
  void aRunThatAsksAModelForItsRouteEndsIfNobodyIsToBeAskedAnyMore() {
    Pipelines asking = Pipelines.shop().classifiedBy("small").plan("status", "-", tool("order"));
    PipelineTester running = start(asking);
    running.request("r1", "something");

    PipelineTester pipeline = restart(running, Pipelines.shop().plan("status", "-", tool("order")));

    assertThat(assertRouteChanged(pipeline).getRoute()).isEmpty();
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void anAnswerIsKeptOverARestart() {
    Result second = secondAnswer(Scope.TENANT, Scope.TENANT, "ann");

    assertThat(second.getReason()).isEqualTo("cached");
    assertThat(second.getAnswer()).isEqualTo("first");
  }

  @Test
  void whatWasKeptForAllIsNobodysOnceTheRouteKeepsForUsersOnly() {
    assertThat(secondAnswer(Scope.TENANT, Scope.USER, "eve").getAnswer()).isEqualTo("second");
  }

  private Result secondAnswer(Scope scopeBefore, Scope scopeAfter, String user) {
    PipelineTester running = start(cached(scopeBefore));
    running.request("r1", "status");
    running.transport.answer(running.transport.takeTool("order"), "{\"n\":\"first\"}");
    running.turn();
    running.takeResult();

    PipelineTester pipeline = restart(running, cached(scopeAfter));
    pipeline.request(Request.newBuilder(ask("r2", "status")).setUser(user).build());
    for (OutboundCall call : pipeline.transport.takeAll()) {
      pipeline.transport.answer((OutboundCall.ToTool) call, "{\"n\":\"second\"}");
    }
    pipeline.turn();
    return pipeline.takeResult();
  }

  private static Pipelines cached(Scope scope) {
    CachePolicy policy = new CachePolicy(Duration.ofMinutes(1), scope);
    return Pipelines.shop().cachedPlan("status", policy, "{{calls.order.n}}", tool("order"));
  }

  @Test
  void manyRunsOnARouteThatIsGoneEndEachWithItsOwnResult() {
    PipelineTester running =
        start(
            Pipelines.shop()
                .maxInFlight(3)
                .tool("slow", Effect.READ, true, null)
                .plan("status", "-", tool("slow"), tool("order")));
    for (int run = 0; run < 20; run++) {
      running.request(ask("r" + run, "status"));
    }

    PipelineTester pipeline = restart(running, Pipelines.shop().plan("other", "-"));

    for (int run = 0; run < 20; run++) {
      assertRouteChanged(pipeline);
    }
    pipeline.assertNoResult();
  }
}
