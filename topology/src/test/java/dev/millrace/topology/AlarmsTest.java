// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.ToolUse;
import dev.millrace.schemas.ProgressEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People are told of runs that grow or are dear, once. */
class AlarmsTest extends PipelineStory {
  private final List<ProgressEvent> alarms = new ArrayList<>();

  private void look(PipelineTester pipeline, String what) {
    pipeline.progress().stream().filter(e -> e.getWhat().equals(what)).forEach(alarms::add);
  }

  /** Asked by the model for what it has not asked before, and answered by the tool. */
  private static OutboundCall.ToModel round(
      PipelineTester pipeline, OutboundCall.ToModel asked, int round) {
    pipeline.transport.wish(asked, new ToolUse("u1", "order", "{\"id\":\"O-" + round + "\"}"));
    pipeline.turn();
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{\"n\":" + round + "}");
    pipeline.turn();
    return pipeline.transport.takeModel();
  }

  @Test
  void aRunThatCostsTenTimesASingleCallIsTold() {
    PipelineTester pipeline = start(Pipelines.shop().agent("help", 20, "order"));

    pipeline.request("r1", "help");
    OutboundCall.ToModel asked = pipeline.transport.takeModel();
    for (int round = 1; round <= 12; round++) {
      asked = round(pipeline, asked, round);
      look(pipeline, "run_dear");
    }
    pipeline.transport.answer(asked, "Sent.");
    pipeline.turn();

    pipeline.takeResult();
    assertThat(alarms)
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.getRequestId()).isEqualTo("r1");
              assertThat(alarm.getRoute()).isEqualTo("help");
              assertThat(alarm.getStep()).isPositive();
              assertThat(alarm.getDetail()).contains("It has cost many times");
            });
  }

  @Test
  void aHistoryThatGrowsMuchIsToldOnceEvenThroughARestart() {
    Pipelines pipelines = Pipelines.shop().agent("help", 20, "order");
    PipelineTester first = start(pipelines);
    String question = "help " + "me with my order ".repeat(400);
    String id = "\"" + "twenty one ".repeat(400) + "\"";
    ToolUse longWish = new ToolUse("u1", "order", "{\"id\":" + id + "}");

    first.request("r1", question);
    first.transport.wish(first.transport.takeModel(), longWish);
    first.turn();
    first.transport.answer(first.transport.takeTool("order"), "{}");
    first.turn();
    first.transport.wish(first.transport.takeModel(), Usage.of(3_000, 5), longWish);
    first.turn();
    look(first, "history_grew");
    first.transport.takeTool("order");

    PipelineTester next = restart(first, pipelines);
    next.transport.answer(next.transport.takeTool("order"), "{}");
    next.turn();
    next.transport.answer(next.transport.takeModel(), "Sent.", Usage.of(9_000, 5));
    next.turn();
    look(next, "history_grew");

    next.takeResult();
    assertThat(alarms)
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.getDetail()).startsWith("Its history grew by"));
  }
}
