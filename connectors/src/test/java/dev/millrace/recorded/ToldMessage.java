// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A recorded message of Anthropic, read in the plainest way there is. */
final class ToldMessage {
  private final StringBuilder text = new StringBuilder();
  private final List<String[]> calls = new ArrayList<>();
  private String model = "";
  private String stopReason = "";
  private JsonNode began = MissingNode.getInstance();
  private JsonNode usage = MissingNode.getInstance();

  private ToldMessage() {}

  static Reading read(ToldBody body) throws IOException {
    ToldMessage message = new ToldMessage();
    if (body.isWhole()) {
      message.begin(body.first());
      body.first().path("content").forEach(message::block);
      message.stopReason = body.first().path("stop_reason").asText();
    } else {
      body.events().forEach(message::add);
    }
    return message.reading();
  }

  private void add(JsonNode event) {
    switch (event.path("type").asText()) {
      case "message_start" -> begin(event.path("message"));
      case "content_block_start" -> block(event.path("content_block"));
      case "content_block_delta" -> delta(event.path("delta"));
      case "message_delta" -> {
        stopReason = event.path("delta").path("stop_reason").asText(stopReason);
        usage = event.path("usage");
      }
      default -> {}
    }
  }

  private void begin(JsonNode message) {
    model = message.path("model").asText();
    began = message.path("usage");
    usage = began;
  }

  private void block(JsonNode block) {
    text.append(block.path("text").asText(""));
    if (block.path("type").asText().equals("tool_use")) {
      JsonNode input = block.path("input");
      String arguments = input.isEmpty() ? "" : input.toString();
      calls.add(new String[] {block.path("id").asText(), block.path("name").asText(), arguments});
    }
  }

  private void delta(JsonNode delta) {
    text.append(delta.path("text").asText(""));
    if (delta.has("partial_json") && !calls.isEmpty()) {
      calls.get(calls.size() - 1)[2] += delta.path("partial_json").asText();
    }
  }

  private Reading reading() throws IOException {
    Reading reading = Reading.answered().text(text);
    for (String[] call : calls) {
      reading.toolCall(call[0], call[1], call[2]);
    }
    String reason =
        switch (stopReason) {
          case "end_turn", "stop_sequence" -> "STOP";
          case "max_tokens", "model_context_window_exceeded" -> "LENGTH";
          case "tool_use" -> "TOOL_CALLS";
          case "refusal" -> "REFUSAL";
          default -> "OTHER";
        };
    reading.put("finish_reason", reason).put("model", model);
    long read = told("cache_read_input_tokens");
    long written = told("cache_creation_input_tokens");
    return reading
        .usageTold(true)
        .usage("input", told("input_tokens") + read + written)
        .usage("output", told("output_tokens"))
        .usage("cache_read", read)
        .usage("cache_write", written)
        .usage(
            "cache_write_1h",
            began.path("cache_creation").path("ephemeral_1h_input_tokens").asLong());
  }

  /** The last that was said of it: at the end or, if nothing there, at the beginning. */
  private long told(String count) {
    return usage.path(count).asLong(began.path(count).asLong());
  }
}
