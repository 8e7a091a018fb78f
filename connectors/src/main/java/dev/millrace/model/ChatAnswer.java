// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.token.TokenCounter;
import org.jspecify.annotations.Nullable;

/** What a model has said so far. Takes the chunks of a stream, or a whole answer as one chunk. */
final class ChatAnswer {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final ToolUseParts toolUses = new ToolUseParts();
  private @Nullable FinishReason finishReason;
  private @Nullable Usage usage;
  private String model = "";
  private boolean answered;

  void add(JsonNode chunk) {
    if (model.isEmpty()) {
      model = chunk.path("model").asText("");
    }
    Usage told = ChatUsage.read(chunk.path("usage"));
    usage = told == null ? usage : told;
    for (JsonNode choice : chunk.path("choices")) {
      if (choice.path("index").asInt(0) == 0) {
        addChoice(choice);
      }
    }
  }

  private void addChoice(JsonNode choice) {
    answered = true;
    JsonNode said = choice.path(choice.has("delta") ? "delta" : "message");
    addText(said.path("content"));
    append(refusal, said.path("refusal"));
    append(reasoning, said.path("reasoning_content"));
    said.path("tool_calls").forEach(toolUses::add);
    if (choice.path("finish_reason").isTextual()) {
      finishReason = finishReason(choice.path("finish_reason").textValue());
    }
  }

  /** Content is a text, or, with some servers, a list of parts of which some are text. */
  private void addText(JsonNode content) {
    append(text, content);
    for (JsonNode part : content) {
      append(text, part.path("text"));
    }
  }

  private static void append(StringBuilder builder, JsonNode value) {
    if (value.isTextual()) {
      builder.append(value.textValue());
    }
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

  /** True once any part of an answer came, be it empty. */
  boolean hasChoice() {
    return answered;
  }

  /** True once the model has said anything, in whatever form. */
  boolean hasContent() {
    return text.length() + refusal.length() + reasoning.length() > 0 || !toolUses.isEmpty();
  }

  /** True once the model said why it stopped: what comes after is only usage. */
  boolean isFinished() {
    return finishReason != null;
  }

  /** A refusal is an answer too, in the model's words; its finish reason says what it is. */
  ModelResponse toResponse(String askedModel) {
    boolean refused = text.isEmpty() && !refusal.isEmpty();
    FinishReason reason = finishReason == null ? FinishReason.OTHER : finishReason;
    if (!toolUses.isEmpty() && reason == FinishReason.STOP) {
      reason = FinishReason.TOOL_CALLS;
    }
    return new ModelResponse(
        (refused ? refusal : text).toString(),
        toolUses.toList(),
        refused ? FinishReason.CONTENT_FILTER : reason,
        model.isEmpty() ? askedModel : model);
  }

  /** What the provider told, or else what we count of what was sent and what came. */
  Usage usage(ModelRequest request) {
    if (usage != null) {
      return usage;
    }
    TokenCounter counter = TokenCounter.forModel(request.model());
    long reasoningTokens = counter.count(reasoning.toString());
    long output =
        counter.count(text.toString())
            + counter.count(refusal.toString())
            + counter.countToolUses(toolUses.toList())
            + reasoningTokens;
    long input = counter.countMessages(request.messages(), request.tools());
    return new Usage(input, output, 0, 0, reasoningTokens, true);
  }
}
