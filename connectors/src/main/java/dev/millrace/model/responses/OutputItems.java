// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.AnswerParts;
import dev.millrace.model.MalformedAnswerException;

/** Reads what a response holds: items, or the events that build them. */
final class OutputItems {
  private OutputItems() {}

  /** All items of a whole response. */
  static AnswerParts read(JsonNode output) throws MalformedAnswerException {
    AnswerParts parts = new AnswerParts();
    int index = 0;
    for (JsonNode item : output) {
      switch (item.path("type").asText("")) {
        case "message" -> addContent(parts, item.path("content"));
        case "function_call" -> addCall(parts, index, item);
        case "reasoning" -> addReasoning(parts, item);
        default -> {}
      }
      index++;
    }
    return parts;
  }

  /** Begins a call of a function, or takes it whole. */
  static void addCall(AnswerParts parts, int index, JsonNode item) throws MalformedAnswerException {
    parts
        .toolUses()
        .add(
            index,
            item.path("call_id").asText(""),
            item.path("name").asText(""),
            item.path("arguments").asText(""));
  }

  private static void addContent(AnswerParts parts, JsonNode content) {
    for (JsonNode part : content) {
      switch (part.path("type").asText("")) {
        case "output_text" -> parts.text(part.path("text"));
        case "refusal" -> parts.refusal(part.path("refusal"));
        default -> {}
      }
    }
  }

  private static void addReasoning(AnswerParts parts, JsonNode item) {
    for (JsonNode part : item.path(item.path("content").isEmpty() ? "summary" : "content")) {
      parts.reasoning(part.path("text"));
    }
  }
}
