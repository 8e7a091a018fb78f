// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.call.Usage;
import dev.millrace.model.AssembledAnswer;
import dev.millrace.model.MalformedAnswerException;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse.FinishReason;
import org.jspecify.annotations.Nullable;

/** A candidate. The pieces of a stream look like whole answers, and each adds its parts. */
final class ContentAnswer extends AssembledAnswer {
  private final ContentUsage usage = new ContentUsage();
  private int uses;

  ContentAnswer(ModelRequest request) {
    super(request);
  }

  @Override
  public void add(JsonNode piece) throws MalformedAnswerException {
    servedBy(piece.path("modelVersion").asText(model()));
    if (piece.path("promptFeedback").hasNonNull("blockReason")) {
      begin();
      finish(FinishReason.CONTENT_FILTER);
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
    begin();
    for (JsonNode part : candidate.path("content").path("parts")) {
      if (part.path("functionCall").isObject()) {
        addCall(part);
      } else if (part.path("thought").asBoolean(false)) {
        parts().reasoning(part.path("text"));
      } else {
        parts().text(part.path("text"));
      }
    }
    if (candidate.hasNonNull("finishReason")) {
      finish(FinishReasons.read(candidate.path("finishReason")));
    }
  }

  private void addCall(JsonNode part) throws MalformedAnswerException {
    JsonNode call = part.path("functionCall");
    String id = call.path("id").asText("");
    int index = uses++;
    parts()
        .toolUses()
        .add(
            index,
            id.isEmpty() ? MadeIds.of(request().callId(), index) : id,
            call.path("name").asText(""),
            call.path("args").isObject() ? call.path("args").toString() : "");
    parts().toolUses().sign(part.path("thoughtSignature").asText(""));
  }

  /** Usage may follow the reason, and nothing says that no more comes. */
  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  protected @Nullable Usage toldUsage() {
    Usage told = usage.told();
    return told == null ? usage.begun(parts().countOutput(request())) : told;
  }
}
