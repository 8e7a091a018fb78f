// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.Plan;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  @TempDir Path stateDir;
  @TempDir Path otherStateDir;

  @Test
  void aRunThatWaitedForAJoinWhenItWasInterruptedStillHearsOfItsDeadline() {
    Pipelines pipelines =
        Pipelines.shop()
            .maxInFlight(1)
            .plan("hold", "{{calls.customer.name}}", tool("customer"))
            .plan(
                "until",
                "{{calls.stock.n}}",
                tool("order"),
                tool("stock", new Plan.Until(Duration.ofMillis(800)), "order"));
    PipelineTester before = new PipelineTester(pipelines, stateDir);
    before.request("r0", "hold");
    Request hurried = PipelineTester.ask("r1", "until");
    hurried.setDeadlineMs(PipelineTester.START.plusSeconds(2).toEpochMilli());
    before.request(hurried);

    try (PipelineTester pipeline = before.restart(pipelines, otherStateDir)) {
      pipeline.turn();
      OutboundCall.ToTool holds = pipeline.transport.takeTool("customer");
      pipeline.pass(Duration.ofMillis(900)); // It goes on without the order, and finds no place.
      pipeline.transport.assertNothingLeft();
      pipeline.pass(Duration.ofMillis(1_200));

      Result result = pipeline.takeResult();
      assertThat(result.getRequestId()).isEqualTo("r1");
      assertThat(result.getReason()).isEqualTo("deadline");
      pipeline.transport.answer(holds, "{\"name\":\"Ann\"}");
      pipeline.turn();
      assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Ann");
      pipeline.assertNothingIsLeftBehind();
    }
  }
}
