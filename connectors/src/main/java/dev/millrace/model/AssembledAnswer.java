// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.Usage;
import dev.millrace.model.ModelResponse.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * What answers are in every protocol, once their events have been read: parts, a model, and a
 * reason for the end.
 */
public abstract class AssembledAnswer implements ProtocolAnswer {
  private final ModelRequest request;
  private AnswerParts parts = new AnswerParts();
  private @Nullable FinishReason finishReason;
  private String model = "";
  private boolean begun;

  protected AssembledAnswer(ModelRequest request) {
    this.request = request;
  }

  protected final ModelRequest request() {
    return request;
  }

  protected final AnswerParts parts() {
    return parts;
  }

  /** Takes these in place of all that came before. */
  protected final void replaceParts(AnswerParts whole) {
    parts = whole;
  }

  /** The model that answers; empty while it has not been told. */
  protected final String model() {
    return model;
  }

  protected final void servedBy(String name) {
    model = name;
  }

  protected final void begin() {
    begun = true;
  }

  protected final void finish(FinishReason reason) {
    finishReason = reason;
  }

  @Override
  public final boolean hasBegun() {
    return begun;
  }

  @Override
  public final boolean hasContent() {
    return !parts.isEmpty();
  }

  @Override
  public final boolean isFinished() {
    return finishReason != null;
  }

  /** A refusal is an answer too, in the model's words; its finish reason says what it is. */
  @Override
  public ModelResponse toResponse() {
    FinishReason reason = finishReason();
    if (!parts.toolUses().isEmpty() && reason == FinishReason.STOP) {
      reason = FinishReason.TOOL_CALLS;
    }
    return new ModelResponse(
        parts.said(),
        parts.toolUses().toList(),
        parts.isRefusal() ? FinishReason.REFUSAL : reason,
        servedModel());
  }

  protected final FinishReason finishReason() {
    return finishReason == null ? FinishReason.OTHER : finishReason;
  }

  /** The model that answered, or that was asked where nobody told. */
  protected final String servedModel() {
    return model.isEmpty() ? request.model() : model;
  }

  @Override
  public final Usage usage() {
    Usage told = toldUsage();
    return told == null ? parts.estimate(request) : told;
  }

  @Override
  public final @Nullable Usage usageSoFar() {
    return hasContent() && !UnseenOutput.isLikely(request, servedModel())
        ? usage().asEstimate()
        : null;
  }

  /** What the provider told, or what follows from it; null if it told nothing that can be. */
  protected abstract @Nullable Usage toldUsage();
}
