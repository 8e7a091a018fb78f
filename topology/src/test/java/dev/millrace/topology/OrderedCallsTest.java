// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.PipelineTester.TENANT;
import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Tool.Effect;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls that must not overlap, and calls that leave after others. */
class OrderedCallsTest extends PipelineStory {
  /** An address may be written twice with the same effect, but not two at once. */
  private static Pipelines address() {
    return locked(Effect.WRITE, true);
  }

  /** A charge must not be made twice. */
  private static Pipelines charge() {
    return locked(Effect.WRITE, false);
  }

  private static Pipelines locked(Effect effect, boolean idempotent) {
    return Pipelines.shop()
        .locked("write", effect, idempotent, "order-{{id}}")
        .plan("write", "{{calls.write.of}}", tool("write"))
        .plan("read", "{{calls.order.of}}", tool("order"));
  }

  private static Request of(String tenant, String id, String order) {
    Request request = ask(id, "write");
    request.setTenant(tenant);
    request.setAttributes(Map.of("id", order));
    return request;
  }

  private static void requests(PipelineTester pipeline, String... ids) {
    for (String id : ids) {
      pipeline.request(of(TENANT, id, "O-1"));
    }
  }

  private static OutboundCall.ToTool only(PipelineTester pipeline) {
    OutboundCall.ToTool call = pipeline.transport.takeTool("write");
    pipeline.transport.assertNothingLeft();
    return call;
  }

  private static Result answer(PipelineTester pipeline, OutboundCall.ToTool call) {
    pipeline.transport.answer(call, "{\"of\":\"it\"}");
    pipeline.turn();
    return pipeline.takeResult();
  }

  /** Answers the only call under way, and says whose it was. */
  private static String next(PipelineTester pipeline) {
    return answer(pipeline, only(pipeline)).getRequestId();
  }

  @Test
  void callsWithTheSameLockLeaveOneByOneInTheOrderOfTheirPromises() {
    PipelineTester pipeline = start(address());
    requests(pipeline, "z", "a", "m");

    assertThat(next(pipeline)).isEqualTo("z");
    assertThat(next(pipeline)).isEqualTo("a");
    assertThat(next(pipeline)).isEqualTo("m");
  }

  @Test
  void anotherKeyAnotherTenantAndAFreeToolGoOn() {
    PipelineTester pipeline = start(address());
    requests(pipeline, "first", "waits");
    OutboundCall.ToTool first = only(pipeline);

    pipeline.request(of(TENANT, "another key", "O-2"));
    assertThat(next(pipeline)).isEqualTo("another key");
    pipeline.request(of("globex", "another tenant", "O-1"));
    assertThat(next(pipeline)).isEqualTo("another tenant");
    pipeline.request("free", "read");
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"of\":\"it\"}");
    pipeline.turn();
    assertThat(pipeline.takeResult().getRequestId()).isEqualTo("free");

    answer(pipeline, first);
    assertThat(next(pipeline)).isEqualTo("waits");
  }

  @Test
  void aLockOfNothingIsNone() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .locked("write", Effect.WRITE, true, " {{nothing}} ")
                .plan("write", "{{calls.write.of}}", tool("write")));
    requests(pipeline, "r1", "r2");

    OutboundCall.ToTool first = pipeline.transport.takeTool("write");
    assertThat(next(pipeline)).isEqualTo("r2");
    answer(pipeline, first);
  }

  @Test
  void aLockThatIsTooLongIsRefused() {
    PipelineTester pipeline = start(address());
    pipeline.request(of(TENANT, "r1", "O".repeat(1_000)));

    assertThat(pipeline.takeResult().getReason()).isEqualTo("invalid_arguments");
  }

  @Test
  void aCallKeepsItsLockThroughItsRetries() {
    PipelineTester pipeline = start(address());
    requests(pipeline, "fails", "waits");
    pipeline.transport.fail(only(pipeline), FailureKind.SERVER_ERROR);
    pipeline.turn();
    pipeline.transport.assertNothingLeft();

    pipeline.pass(Duration.ofSeconds(1));
    assertThat(next(pipeline)).isEqualTo("fails");
    assertThat(next(pipeline)).isEqualTo("waits");
  }

  @Test
  void whoseHolderFailsForGoodIsNext() {
    PipelineTester pipeline = start(charge());
    requests(pipeline, "fails", "waits");
    pipeline.transport.fail(only(pipeline), FailureKind.TOOL_ERROR);
    pipeline.turn();

    assertThat(pipeline.takeResult().getReason()).isEqualTo("tool_error");
    assertThat(next(pipeline)).isEqualTo("waits");
  }

  @Test
  void whoseHolderIsCalledOffIsNext() {
    PipelineTester pipeline = start(address());
    requests(pipeline, "first", "second");
    OutboundCall.ToTool first = only(pipeline);

    pipeline.cancel("first", TENANT);
    pipeline.turn();

    assertThat(pipeline.transport.isCancelled(first)).isTrue();
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("cancelled");
    assertThat(next(pipeline)).isEqualTo("second");
  }

  @Test
  void whoIsCalledOffWhileItWaitsHoldsNobodyUp() {
    PipelineTester pipeline = start(address());
    requests(pipeline, "first", "second", "third");
    pipeline.cancel("second", TENANT);
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("cancelled");

    assertThat(next(pipeline)).isEqualTo("first");
    assertThat(next(pipeline)).isEqualTo("third");
  }

  @Test
  void aDeadlineComesToWhoWaitsToo() {
    PipelineTester pipeline = start(address());
    Request patient = of(TENANT, "patient", "O-1");
    patient.setDeadlineMs(PipelineTester.START.toEpochMilli() + 60_000);
    pipeline.request(patient);
    OutboundCall.ToTool first = only(pipeline);
    Request hurried = of(TENANT, "hurried", "O-1");
    hurried.setDeadlineMs(PipelineTester.START.toEpochMilli() + 2_000);
    pipeline.request(hurried);
    requests(pipeline, "last");

    pipeline.pass(Duration.ofSeconds(3));
    Result late = pipeline.takeResult();
    assertThat(late.getRequestId()).isEqualTo("hurried");
    assertThat(late.getReason()).isEqualTo("deadline");
    pipeline.transport.assertNothingLeft();

    answer(pipeline, first);
    assertThat(next(pipeline)).isEqualTo("last");
  }

  @Test
  void aRestartKeepsTheOrder() {
    PipelineTester running = start(address());
    requests(running, "z", "a", "m");
    OutboundCall.ToTool lost = only(running);

    PipelineTester pipeline = restart(running, address());
    OutboundCall.ToTool again = only(pipeline);
    assertThat(again.id()).isEqualTo(lost.id());
    requests(pipeline, "b");

    assertThat(answer(pipeline, again).getRequestId()).isEqualTo("z");
    assertThat(next(pipeline)).isEqualTo("a");
    assertThat(next(pipeline)).isEqualTo("m");
    assertThat(next(pipeline)).isEqualTo("b");
  }

  @Test
  void aRestartInABackOffKeepsTheLock() {
    PipelineTester running = start(address());
    requests(running, "z", "a");
    running.transport.fail(only(running), FailureKind.SERVER_ERROR);
    running.turn();

    PipelineTester pipeline = restart(running, address());
    pipeline.pass(Duration.ofSeconds(1));

    assertThat(next(pipeline)).isEqualTo("z");
    assertThat(next(pipeline)).isEqualTo("a");
  }

  @Test
  void aWriteThatMayHaveBeenDoneIsOverAndThoseThatWaitedHaveCertainlyNotLeft() {
    PipelineTester running = start(charge());
    requests(running, "z", "a", "m");
    only(running);

    PipelineTester pipeline = restart(running, charge());

    Result unknown = pipeline.takeResult();
    assertThat(unknown.getRequestId()).isEqualTo("z");
    assertThat(unknown.getReason()).isEqualTo("unknown_outcome");
    assertThat(next(pipeline)).isEqualTo("a");
    assertThat(next(pipeline)).isEqualTo("m");
  }

  @Test
  void whoWaitsTakesNoPlace() {
    PipelineTester pipeline = start(address().maxInFlight(2));
    requests(pipeline, "holds", "waits", "waits too");
    OutboundCall.ToTool holds = only(pipeline);

    pipeline.request(of(TENANT, "another", "O-2"));
    assertThat(next(pipeline)).isEqualTo("another");
    answer(pipeline, holds);
    assertThat(next(pipeline)).isEqualTo("waits");
    assertThat(next(pipeline)).isEqualTo("waits too");
  }

  @Test
  void aHolderWithoutAPlaceGetsItsTurn() {
    PipelineTester pipeline = start(address().maxInFlight(1));
    pipeline.request(of(TENANT, "place", "O-2"));
    requests(pipeline, "lock", "waits");
    pipeline.request(of(TENANT, "last", "O-2"));

    assertThat(next(pipeline)).isEqualTo("place");
    assertThat(next(pipeline)).isEqualTo("lock");
    assertThat(next(pipeline)).isIn("waits", "last");
    assertThat(next(pipeline)).isIn("waits", "last");
  }

  @Test
  void twoToolsMayShareALock() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .locked("write", Effect.WRITE, true, "order-{{id}}")
                .locked("look", Effect.READ, true, "order-{{id}}")
                .plan("both", "done", tool("write"), tool("look")));
    pipeline.request("r1", "both");

    OutboundCall.ToTool write = only(pipeline);
    pipeline.transport.answer(write, "{}");
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("look"), "{}");
    pipeline.turn();
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  @Test
  void anAgentsWritesGoInTheOrderInWhichItAskedForThem() {
    PipelineTester pipeline = start(address().agent("help", 5, "write"));
    pipeline.request("r1", "help");
    OutboundCall.ToModel asked = pipeline.transport.takeModel();
    pipeline.transport.wish(asked, write("one", 1), write("two", 2), write("else", 3));
    pipeline.turn();

    pipeline.transport.answer(takeWrite(pipeline, 1), "{}");
    pipeline.transport.answer(takeWrite(pipeline, 3), "{}");
    pipeline.transport.assertNothingLeft();
    pipeline.turn();
    pipeline.transport.answer(takeWrite(pipeline, 2), "{}");
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeModel(), "Done.");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Done.");
  }

  @Test
  void aPlansCallLeavesAfterAnother() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .plan(
                    "both",
                    "{{calls.customer.of}}",
                    tool("order"),
                    Pipelines.after(tool("customer"), "order")));
    pipeline.request("r1", "both");
    OutboundCall.ToTool first = pipeline.transport.takeTool("order");
    pipeline.transport.assertNothingLeft();

    pipeline.transport.answer(first, "{}");
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("customer"), "{\"of\":\"it\"}");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("it");
  }

  @Test
  void anAgentsToolLeavesAfterAnotherAlsoWhenARestartCameBetween() {
    Pipelines ordered =
        Pipelines.shop()
            .agent("help", 5, Map.of("order", List.of("customer")), "order", "customer");
    PipelineTester running = start(ordered);
    running.request("r1", "help");
    running.transport.wish(
        running.transport.takeModel(),
        new ToolUse("u1", "order", "{}"),
        new ToolUse("u2", "customer", "{}"));
    running.turn();
    running.transport.takeTool("customer");
    running.transport.assertNothingLeft();

    PipelineTester pipeline = restart(running, ordered);
    pipeline.transport.answer(pipeline.transport.takeTool("customer"), "{}");
    pipeline.transport.assertNothingLeft();
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeModel(), "Done.");
    pipeline.turn();
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Done.");
  }

  private static ToolUse write(String id, int value) {
    String order = id.equals("else") ? "O-2" : "O-1";
    return new ToolUse(id, "write", "{\"id\":\"" + order + "\",\"value\":" + value + "}");
  }

  private static OutboundCall.ToTool takeWrite(PipelineTester pipeline, int value) {
    OutboundCall.ToTool call = pipeline.transport.takeTool("write");
    assertThat(call.request().arguments()).contains("\"value\":" + value);
    return call;
  }
}
