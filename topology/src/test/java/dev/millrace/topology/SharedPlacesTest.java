// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.PipelineTester.ask;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.engine.OutboundCall;
import dev.millrace.schemas.Request;
import org.junit.jupiter.api.Test;

/** Who gets the places when there are too few. */
class SharedPlacesTest extends PipelineStory {
  private static Pipelines status(int all, int perTenant, int background) {
    return Pipelines.shop()
        .maxInFlight(all, perTenant, background)
        .plan("status", "{{calls.order.of}}", tool("order"));
  }

  private static Request of(String tenant, String id) {
    Request request = ask(id, "status");
    request.setTenant(tenant);
    return request;
  }

  private static Request background(String id) {
    Request request = ask(id, "status");
    request.setWorkloadClass("background");
    return request;
  }

  private static String next(PipelineTester pipeline) {
    OutboundCall.ToTool call = pipeline.transport.takeTool("order");
    pipeline.transport.answer(call, "{\"of\":\"it\"}");
    pipeline.turn();
    return pipeline.takeResult().getRequestId();
  }

  @Test
  void aTenantWithManyCallsDoesNotHoldAnotherUp() {
    PipelineTester pipeline = start(status(1, 1, 1));
    for (int i = 0; i < 20; i++) {
      pipeline.request(of("acme", "many" + i));
    }
    pipeline.request(of("globex", "one"));

    assertThat(next(pipeline)).isEqualTo("many0");
    assertThat(next(pipeline)).isIn("one", "many1");
    for (int i = 2; i < 20; i++) {
      next(pipeline);
    }
    assertThat(next(pipeline)).isEqualTo("many19");
  }

  @Test
  void aTenantAtItsBoundLeavesPlacesToOthers() {
    PipelineTester pipeline = start(status(10, 1, 10));
    pipeline.request(of("acme", "a1"));
    pipeline.request(of("acme", "a2"));
    OutboundCall.ToTool first = pipeline.transport.takeTool("order");
    pipeline.transport.assertNothingLeft();

    pipeline.request(of("globex", "g1"));

    assertThat(next(pipeline)).isEqualTo("g1");
    pipeline.transport.answer(first, "{}");
    pipeline.turn();
    assertThat(pipeline.takeResult().getRequestId()).isEqualTo("a1");
    assertThat(next(pipeline)).isEqualTo("a2");
  }

  @Test
  void aRestartFindsAgainWhoIsOfTheBackground() {
    Pipelines pipelines = status(10, 10, 1);
    PipelineTester running = start(pipelines);
    running.request(background("b1"));
    running.request(background("b2"));
    assertThat(running.transport.takeAll()).hasSize(1);

    PipelineTester pipeline = restart(running, pipelines);
    OutboundCall.ToTool flying = pipeline.transport.takeTool("order");
    pipeline.transport.assertNothingLeft();
    pipeline.request(of("acme", "interactive"));

    assertThat(next(pipeline)).isEqualTo("interactive");
    pipeline.transport.answer(flying, "{}");
    pipeline.turn();
    pipeline.takeResult();
    next(pipeline);
  }

  @Test
  void placesComeBackWhenCallsFailOrAreCalledOff() {
    PipelineTester pipeline = start(status(10, 1, 1));
    pipeline.request(background("fails"));
    pipeline.request(background("is called off while it flies"));
    pipeline.request(background("is called off while it waits"));
    pipeline.request(background("goes on"));
    pipeline.transport.fail(pipeline.transport.takeTool("order"), FailureKind.TOOL_ERROR);
    pipeline.turn();
    assertThat(pipeline.takeResult().getRequestId()).isEqualTo("fails");
    pipeline.transport.takeTool("order");

    pipeline.cancel("is called off while it waits", "acme");
    pipeline.cancel("is called off while it flies", "acme");
    pipeline.turn();

    assertThat(pipeline.takeResult().getStatus()).isEqualTo("cancelled");
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("cancelled");
    assertThat(next(pipeline)).isEqualTo("goes on");
  }
}
