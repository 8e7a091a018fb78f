// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.call.Usage;
import dev.millrace.model.AnswerParts;
import dev.millrace.model.MalformedAnswerException;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ProtocolAnswer;
import org.jspecify.annotations.Nullable;

/** A candidate. The pieces of a stream look like whole answers, and each adds its parts. */
final class ContentAnswer implements ProtocolAnswer {
  private final ModelRequest request;
  private final AnswerParts parts = new AnswerParts();
  private final ContentUsage usage = new ContentUsage();
  private @Nullable FinishReason finishReason;
  private String model = "";
  private int uses;
  private boolean begun;

  ContentAnswer(ModelRequest request) {
    this.request = request;
  }

  @Override
  public void add(JsonNode piece) throws MalformedAnswerException {
    model = piece.path("modelVersion").asText(model);
    if (piece.path("promptFeedback").hasNonNull("blockReason")) {
      begun = true;
      finishReason = FinishReason.CONTENT_FILTER;
    }
    boolean ends = piece.path("candidates").path(0).hasNonNull("finishReason");
    usage.add(piece.path("usageMetadata"), ends || isFinished());
    for (JsonNode candidate : piece.path("candidates")) {
      if (candidate.path("index").asInt(0) == 0) {
        addCandidate(candidate);
      }
    }
  }

  /** Takes a whole answer; or the list of pieces that a proxy makes of a stream. */
  @Override
  public void addWhole(JsonNode body) throws MalformedAnswerException {
    if (!body.isArray()) {
      add(body);
    }
    for (JsonNode piece : body.isArray() ? body : MissingNode.getInstance()) {
      add(piece);
    }
  }

  private void addCandidate(JsonNode candidate) throws MalformedAnswerException {
    begun = true;
    for (JsonNode part : candidate.path("content").path("parts")) {
      if (part.path("functionCall").isObject()) {
        addCall(part);
      } else if (part.path("thought").asBoolean(false)) {
        parts.reasoning(part.path("text"));
      } else {
        parts.text(part.path("text"));
      }
    }
    if (candidate.hasNonNull("finishReason")) {
      finishReason = FinishReasons.read(candidate.path("finishReason"));
    }
  }

  private void addCall(JsonNode part) throws MalformedAnswerException {
    JsonNode call = part.path("functionCall");
    String id = call.path("id").asText("");
    int index = uses++;
    parts
        .toolUses()
        .add(
            index,
            id.isEmpty() ? MadeIds.of(request.callId(), index) : id,
            call.path("name").asText(""),
            call.path("args").isObject() ? call.path("args").toString() : "");
    parts.toolUses().sign(part.path("thoughtSignature").asText(""));
  }

  @Override
  public boolean hasBegun() {
    return begun;
  }

  @Override
  public boolean hasContent() {
    return !parts.isEmpty();
  }

  @Override
  public boolean isFinished() {
    return finishReason != null;
  }

  /** Usage may follow the reason, and nothing says that no more comes. */
  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public ModelResponse toResponse() {
    FinishReason reason = finishReason == null ? FinishReason.OTHER : finishReason;
    if (!parts.toolUses().isEmpty() && reason == FinishReason.STOP) {
      reason = FinishReason.TOOL_CALLS;
    }
    return new ModelResponse(
        parts.said(), parts.toolUses().toList(), reason, model.isEmpty() ? request.model() : model);
  }

  @Override
  public Usage usage() {
    Usage told = usage.told();
    if (told != null) {
      return told;
    }
    Usage begunWith = usage.begun(parts.countOutput(request));
    return begunWith == null ? parts.estimate(request) : begunWith;
  }
}
