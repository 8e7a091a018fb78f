// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.OutboundCall.ToModel;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Guard;
import dev.millrace.schemas.Result;
import org.junit.jupiter.api.Test;

/** Agents that go round in circles. */
class LoopGuardTest extends PipelineStory {
  private static final Guard GUARD = new Guard(3, 0);

  private static Pipelines helping(Guard guard) {
    return Pipelines.shop().guard(guard).agent("help", 9, "order");
  }

  private static void goRound(PipelineTester pipeline, int times) {
    for (int i = 0; i < times; i++) {
      pipeline.transport.wish(pipeline.transport.takeModel(), new ToolUse("u", "order", "{}"));
      pipeline.turn();
      pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"status\":\"sent\"}");
      pipeline.turn();
    }
  }

  @Test
  void theSameCallThriceEndsTheUseOfTools() {
    PipelineTester pipeline = start(helping(GUARD));
    pipeline.request("r1", "help");
    goRound(pipeline, 3);

    ToModel last = pipeline.transport.takeModel();
    pipeline.transport.answer(last, "It was sent.");
    pipeline.turn();

    assertThat(last.request().tools()).isEmpty();
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getAnswer()).isEqualTo("It was sent.");
  }

  @Test
  void whoStillWantsToolsEndsWithoutProgress() {
    PipelineTester pipeline = start(helping(GUARD));
    pipeline.request("r1", "help");
    goRound(pipeline, 3);

    pipeline.transport.wish(pipeline.transport.takeModel(), new ToolUse("u", "order", "{}"));
    pipeline.turn();

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("no_progress");
    assertThat(result.getAnswer()).contains("sent");
    assertThat(result.getToolCalls()).isEqualTo(3);
  }

  @Test
  void aGuardSurvivesARestart() {
    PipelineTester running = start(helping(GUARD));
    running.request("r1", "help");
    goRound(running, 2);
    running.transport.takeModel();

    PipelineTester pipeline = restart(running, helping(GUARD));
    goRound(pipeline, 1);

    ToModel last = pipeline.transport.takeModel();
    assertThat(last.request().tools()).isEmpty();
    pipeline.transport.answer(last, "It was sent.");
    pipeline.turn();
  }

  @Test
  void aGuardThatIsOffLetsThemGoOn() {
    PipelineTester pipeline = start(helping(Guard.OFF));
    pipeline.request("r1", "help");
    goRound(pipeline, 7);

    ToModel next = pipeline.transport.takeModel();
    assertThat(next.request().tools()).isNotEmpty();
    pipeline.transport.answer(next, "It was sent.");
    pipeline.turn();
  }
}
