// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/** A recorded content of Gemini, read in the plainest way there is. */
final class ToldContent {
  private ToldContent() {}

  static Reading read(ToldBody body) throws IOException {
    StringBuilder text = new StringBuilder();
    Reading reading = Reading.answered().text(text);
    StringBuilder signatures = new StringBuilder();
    JsonNode usage = MissingNode.getInstance();
    String reason = "";
    for (JsonNode event : body.events()) {
      JsonNode candidate = event.path("candidates").path(0);
      for (JsonNode part : candidate.path("content").path("parts")) {
        if (!part.path("thought").asBoolean()) {
          text.append(part.path("text").asText(""));
        }
        JsonNode call = part.path("functionCall");
        if (call.isObject()) {
          String arguments = call.has("args") ? call.path("args").toString() : "";
          signatures.append(part.path("thoughtSignature").asText(""));
          reading.toolCall(call.path("id").asText(""), call.path("name").asText(), arguments);
        }
      }
      reason = candidate.path("finishReason").asText(reason);
      usage = event.path("usageMetadata").isObject() ? event.path("usageMetadata") : usage;
      if (event.has("modelVersion")) {
        reading.put("model", event.path("modelVersion").asText());
      }
    }
    reading
        .put("text", text)
        .put("signatures", signatures)
        .put("finish_reason", reason(reason, reading));
    return usage(reading, usage);
  }

  /** In words, or in the numbers that some ask for. */
  private static String reason(String told, Reading reading) {
    return switch (told) {
      case "STOP", "1" -> reading.hasToolCalls() ? "TOOL_CALLS" : "STOP";
      case "MAX_TOKENS", "2" -> "LENGTH";
      case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII" -> "CONTENT_FILTER";
      default -> "OTHER";
    };
  }

  /** What was thought is output, and told beside what was said. */
  private static Reading usage(Reading reading, JsonNode usage) {
    if (!usage.isObject()) {
      return reading.usageTold(false);
    }
    long thought = usage.path("thoughtsTokenCount").asLong();
    return reading
        .usageTold(true)
        .usage(
            "input",
            usage.path("promptTokenCount").asLong()
                + usage.path("toolUsePromptTokenCount").asLong())
        .usage("output", usage.path("candidatesTokenCount").asLong() + thought)
        .usage("cache_read", usage.path("cachedContentTokenCount").asLong())
        .usage("reasoning", thought);
  }
}
