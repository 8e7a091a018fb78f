// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.WellFormed;
import java.util.List;

/**
 * What a model answered.
 *
 * @param model the name of the model that really answered, as the provider gave it
 */
public record ModelResponse(
    String text, List<ToolUse> toolUses, FinishReason finishReason, String model) {

  /** Why a model stopped. */
  public enum FinishReason {
    /** It had said what it had to say. */
    STOP,
    /** It came to the limit of its output, or to the end of its context. */
    LENGTH,
    TOOL_CALLS,
    /** The provider held the answer back. */
    CONTENT_FILTER,
    /** The model itself would not; the text, if any, says why. */
    REFUSAL,
    OTHER
  }

  public ModelResponse {
    text = WellFormed.of(text);
    model = WellFormed.of(model);
    toolUses = List.copyOf(toolUses);
  }

  /** The same, of which nothing is signed. */
  public ModelResponse unsigned() {
    List<ToolUse> uses = toolUses.stream().map(ToolUse::unsigned).toList();
    return new ModelResponse(text, uses, finishReason, model);
  }
}
