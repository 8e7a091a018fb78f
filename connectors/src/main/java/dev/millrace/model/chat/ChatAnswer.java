// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import dev.millrace.model.AssembledAnswer;
import dev.millrace.model.MalformedAnswerException;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUseParts;
import org.jspecify.annotations.Nullable;

/** A chat completion. A whole one is read as a single chunk. */
final class ChatAnswer extends AssembledAnswer {
  private @Nullable Usage usage;

  ChatAnswer(ModelRequest request) {
    super(request);
  }

  @Override
  public void add(JsonNode chunk) throws MalformedAnswerException {
    if (model().isEmpty()) {
      servedBy(chunk.path("model").asText(""));
    }
    Usage told = ChatUsage.read(chunk.path("usage"));
    usage = told == null ? usage : told;
    for (JsonNode choice : chunk.path("choices")) {
      if (choice.path("index").asInt(0) == 0) {
        addChoice(choice);
      }
    }
  }

  @Override
  public void addWhole(JsonNode body) throws MalformedAnswerException {
    add(body);
  }

  private void addChoice(JsonNode choice) throws MalformedAnswerException {
    begin();
    JsonNode said = choice.path(choice.has("delta") ? "delta" : "message");
    addText(said.path("content"));
    parts().refusal(said.path("refusal"));
    parts().reasoning(said.path(said.has("reasoning_content") ? "reasoning_content" : "reasoning"));
    for (JsonNode call : said.path("tool_calls")) {
      addToolCall(call);
    }
    if (choice.path("finish_reason").isTextual()) {
      finish(finishReason(choice.path("finish_reason").textValue()));
    }
  }

  /** Content is a text, or, with some servers, a list of parts of which some are text. */
  private void addText(JsonNode content) {
    parts().text(content);
    for (JsonNode part : content) {
      parts().text(part.path("text"));
    }
  }

  private void addToolCall(JsonNode call) throws MalformedAnswerException {
    JsonNode function = call.path("function");
    JsonNode arguments = function.path("arguments");
    boolean none = arguments.isNull() || arguments.isMissingNode();
    parts()
        .toolUses()
        .add(
            call.path("index").asInt(ToolUseParts.NO_INDEX),
            call.path("id").asText(""),
            function.path("name").asText(""),
            none ? "" : arguments.isTextual() ? arguments.textValue() : arguments.toString());
  }

  private static FinishReason finishReason(String reason) {
    return switch (reason) {
      case "stop", "eos", "end_turn" -> FinishReason.STOP;
      case "length", "max_tokens" -> FinishReason.LENGTH;
      case "tool_calls" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  /** The stream says so by a word of its own, which is no JSON. */
  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  protected @Nullable Usage toldUsage() {
    return usage;
  }
}
