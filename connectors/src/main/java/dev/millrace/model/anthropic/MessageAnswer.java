// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import dev.millrace.model.AssembledAnswer;
import dev.millrace.model.MalformedAnswerException;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message, in events or whole. */
final class MessageAnswer extends AssembledAnswer {
  private final MessageChoices choices;
  private final MessageUsage usage = new MessageUsage();
  private boolean over;

  MessageAnswer(ModelRequest request) {
    super(request);
    this.choices = MessageChoices.of(request);
  }

  @Override
  public void add(JsonNode event) throws MalformedAnswerException {
    int index = event.path("index").asInt(0);
    switch (event.path("type").asText("")) {
      case "message_start" -> start(event.path("message"));
      case "content_block_start" -> addBlock(index, event.path("content_block"), false);
      case "content_block_delta" -> addDelta(index, event.path("delta"));
      case "message_delta" -> end(event.path("delta"), event.path("usage"));
      case "message_stop" -> over = true;
      default -> {}
    }
  }

  @Override
  public void addWhole(JsonNode body) throws MalformedAnswerException {
    if (!body.path("content").isArray()) {
      return;
    }
    start(body);
    int index = 0;
    for (JsonNode block : body.path("content")) {
      addBlock(index++, block, true);
    }
    end(body, body.path("usage"));
  }

  private void start(JsonNode message) {
    begin();
    servedBy(message.path("model").asText(""));
    usage.add(message.path("usage"), false);
  }

  private void addBlock(int index, JsonNode block, boolean whole) throws MalformedAnswerException {
    begin();
    switch (block.path("type").asText("")) {
      case "text" -> parts().text(block.path("text"));
      case "thinking" -> parts().reasoning(block.path("thinking"));
      case "tool_use" -> {
        JsonNode input = block.path("input");
        boolean given = input.isObject() && (whole || !input.isEmpty());
        parts()
            .toolUses()
            .add(
                index,
                block.path("id").asText(""),
                block.path("name").asText(""),
                given ? input.toString() : "");
      }
      default -> {}
    }
  }

  private void addDelta(int index, JsonNode delta) throws MalformedAnswerException {
    begin();
    switch (delta.path("type").asText("")) {
      case "text_delta" -> parts().text(delta.path("text"));
      case "thinking_delta" -> parts().reasoning(delta.path("thinking"));
      case "input_json_delta" ->
          parts().toolUses().add(index, "", "", delta.path("partial_json").asText(""));
      default -> {}
    }
  }

  private void end(JsonNode message, JsonNode told) {
    usage.add(told, true);
    if (message.path("stop_reason").isTextual()) {
      finish(finishReason(message.path("stop_reason").textValue()));
    }
  }

  private static FinishReason finishReason(String reason) {
    return switch (reason) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.REFUSAL;
      default -> FinishReason.OTHER;
    };
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public ModelResponse toResponse() {
    FinishReason reason = finishReason();
    String text = choices.prefill() + parts().said();
    List<ToolUse> uses = new ArrayList<>(parts().toolUses().toList());
    if (!choices.answerTool().isEmpty()) {
      for (ToolUse use : parts().toolUses().toList()) {
        if (use.name().equals(choices.answerTool())) {
          text = use.arguments();
          uses.remove(use);
        }
      }
      boolean answered = uses.isEmpty() && reason == FinishReason.TOOL_CALLS;
      reason = answered ? FinishReason.STOP : reason;
    }
    return new ModelResponse(text, uses, reason, servedModel());
  }

  @Override
  protected @Nullable Usage toldUsage() {
    Usage told = usage.told();
    return told == null ? usage.begun(parts().countOutput(request())) : told;
  }
}
