// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import dev.millrace.model.AnswerParts;
import dev.millrace.model.AssembledAnswer;
import dev.millrace.model.MalformedAnswerException;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse.FinishReason;
import org.jspecify.annotations.Nullable;

/** A response, in events or whole. Its last event holds it whole once more. */
final class ResponseAnswer extends AssembledAnswer {
  private @Nullable Usage usage;

  ResponseAnswer(ModelRequest request) {
    super(request);
  }

  @Override
  public void add(JsonNode event) throws MalformedAnswerException {
    JsonNode delta = event.path("delta");
    int index = event.path("output_index").asInt(0);
    switch (event.path("type").asText("")) {
      case "response.created", "response.in_progress" -> begin(event.path("response"));
      case "response.output_text.delta" -> parts().text(delta);
      case "response.refusal.delta" -> parts().refusal(delta);
      case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
          parts().reasoning(delta);
      case "response.output_item.added" -> {
        if (event.path("item").path("type").asText("").equals("function_call")) {
          OutputItems.addCall(parts(), index, event.path("item"));
        }
      }
      case "response.function_call_arguments.delta" ->
          parts().toolUses().add(index, "", "", delta.asText(""));
      case "response.completed", "response.incomplete" -> end(event.path("response"));
      default -> {}
    }
  }

  @Override
  public void addWhole(JsonNode body) throws MalformedAnswerException {
    if (body.path("output").isArray()) {
      end(body);
    }
  }

  /** Takes the whole response in place of its pieces; some servers leave its items out there. */
  private void end(JsonNode response) throws MalformedAnswerException {
    begin(response);
    AnswerParts whole = OutputItems.read(response.path("output"));
    if (!whole.isEmpty()) {
      replaceParts(whole);
    }
    usage = ResponseUsage.read(response.path("usage"));
    finish(finishReason(response));
  }

  private void begin(JsonNode response) {
    begin();
    servedBy(response.path("model").asText(model()));
  }

  private static FinishReason finishReason(JsonNode response) {
    String reason = response.path("incomplete_details").path("reason").asText("");
    return switch (response.path("status").asText("completed")) {
      case "completed" -> FinishReason.STOP;
      case "incomplete" ->
          switch (reason) {
            case "max_output_tokens", "max_tokens" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
          };
      default -> FinishReason.OTHER;
    };
  }

  @Override
  public boolean isOver() {
    return isFinished();
  }

  @Override
  protected @Nullable Usage toldUsage() {
    return usage;
  }
}
