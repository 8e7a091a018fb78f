// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/** A recorded response of OpenAI, read in the plainest way there is. */
final class ToldResponse {
  private ToldResponse() {}

  static Reading read(ToldBody body) throws IOException {
    JsonNode response = body.isWhole() ? body.first() : last(body);
    StringBuilder text = new StringBuilder();
    Reading reading = Reading.answered().text(text);
    boolean refused = false;
    for (JsonNode item : response.path("output")) {
      for (JsonNode part : item.path("content")) {
        text.append(part.path("text").asText("")).append(part.path("refusal").asText(""));
        refused |= part.has("refusal");
      }
      if (item.path("type").asText().equals("function_call")) {
        reading.toolCall(
            item.path("call_id").asText(),
            item.path("name").asText(),
            item.path("arguments").asText());
      }
    }
    reading.put("text", text).put("model", response.path("model").asText());
    reading.put("finish_reason", refused ? "REFUSAL" : reason(response, reading));
    return usage(reading, response.path("usage"));
  }

  /** The whole of it, which the last event of a stream holds. */
  private static JsonNode last(ToldBody body) {
    JsonNode last = MissingNode.getInstance();
    for (JsonNode event : body.events()) {
      last = event.path("response").isObject() ? event.path("response") : last;
    }
    return last;
  }

  private static String reason(JsonNode response, Reading reading) {
    String why = response.path("incomplete_details").path("reason").asText("");
    return switch (response.path("status").asText()) {
      case "completed" -> reading.hasToolCalls() ? "TOOL_CALLS" : "STOP";
      case "incomplete" ->
          why.equals("max_output_tokens")
              ? "LENGTH"
              : why.equals("content_filter") ? "CONTENT_FILTER" : "OTHER";
      default -> "OTHER";
    };
  }

  private static Reading usage(Reading reading, JsonNode usage) {
    if (!usage.isObject()) {
      return reading.usageTold(false);
    }
    return reading
        .usageTold(true)
        .usage("input", usage.path("input_tokens").asLong())
        .usage("output", usage.path("output_tokens").asLong())
        .usage("cache_read", usage.path("input_tokens_details").path("cached_tokens").asLong())
        .usage("reasoning", usage.path("output_tokens_details").path("reasoning_tokens").asLong());
  }
}
