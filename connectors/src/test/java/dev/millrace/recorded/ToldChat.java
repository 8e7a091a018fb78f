// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** A recorded chat completion, read in the plainest way there is. */
final class ToldChat {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final Map<Integer, String[]> calls = new TreeMap<>();
  private String finishReason = "";
  private String model = "";
  private JsonNode usage;

  private ToldChat(ToldBody body) {
    usage = body.first().path("usage");
    body.events().forEach(this::add);
  }

  static Reading read(ToldBody body) throws IOException {
    return new ToldChat(body).reading();
  }

  private void add(JsonNode chunk) {
    model = model.isEmpty() ? chunk.path("model").asText("") : model;
    usage = chunk.path("usage").isObject() ? chunk.path("usage") : usage;
    for (JsonNode choice : chunk.path("choices")) {
      if (choice.path("index").asInt() == 0) {
        finishReason = choice.path("finish_reason").asText(finishReason);
        said(choice.has("message") ? choice.path("message") : choice.path("delta"));
      }
    }
  }

  private void said(JsonNode said) {
    text.append(said.path("content").asText(""));
    refusal.append(said.path("refusal").asText(""));
    int place = 0;
    for (JsonNode call : said.path("tool_calls")) {
      String[] parts =
          calls.computeIfAbsent(
              call.path("index").asInt(place), index -> new String[] {"", "", ""});
      parts[0] += call.path("id").asText("");
      parts[1] += call.path("function").path("name").asText("");
      parts[2] += call.path("function").path("arguments").asText("");
      place++;
    }
  }

  private Reading reading() throws IOException {
    boolean refused = text.isEmpty() && !refusal.isEmpty();
    Reading reading = Reading.answered().text(refused ? refusal : text);
    for (String[] call : calls.values()) {
      reading.toolCall(call[0], call[1], call[2]);
    }
    reading.put("finish_reason", refused ? "REFUSAL" : reason(reading)).put("model", model);
    return usage(reading);
  }

  /** A model that asks for tools is waiting for them, though some say that they just stopped. */
  private String reason(Reading reading) {
    return switch (finishReason) {
      case "stop" -> reading.hasToolCalls() ? "TOOL_CALLS" : "STOP";
      case "tool_calls" -> "TOOL_CALLS";
      case "length" -> "LENGTH";
      case "content_filter" -> "CONTENT_FILTER";
      default -> "OTHER"; // of functions, which came before tools; we offer none
    };
  }

  private Reading usage(Reading reading) {
    if (!usage.isObject()) {
      return reading.usageTold(false);
    }
    JsonNode input = usage.path("prompt_tokens_details");
    JsonNode output = usage.path("completion_tokens_details");
    return reading
        .usageTold(true)
        .usage("input", usage.path("prompt_tokens").asLong())
        .usage("output", usage.path("completion_tokens").asLong())
        .usage("cache_read", input.path("cached_tokens").asLong())
        .usage("cache_write", 0)
        .usage("cache_write_1h", 0)
        .usage("reasoning", output.path("reasoning_tokens").asLong())
        .usage("rejected_prediction", output.path("rejected_prediction_tokens").asLong());
  }
}
