// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import dev.millrace.token.TokenCounter;

/** The parts that answers have in every protocol, put together as they come. */
public final class AnswerParts {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final ToolUseParts toolUses = new ToolUseParts();

  /** Appends to the text; what is no text is passed over. So do the others. */
  public void text(JsonNode fragment) {
    append(text, fragment);
  }

  public void refusal(JsonNode fragment) {
    append(refusal, fragment);
  }

  public void reasoning(JsonNode fragment) {
    append(reasoning, fragment);
  }

  public ToolUseParts toolUses() {
    return toolUses;
  }

  /** The text so far, or the refusal where there is one instead. */
  public String said() {
    return (isRefusal() ? refusal : text).toString();
  }

  /** True if the model said no, in words for that. */
  public boolean isRefusal() {
    return text.isEmpty() && !refusal.isEmpty();
  }

  public boolean isEmpty() {
    return text.isEmpty() && refusal.isEmpty() && reasoning.isEmpty() && toolUses.isEmpty();
  }

  /** What we count of what was sent and what came. */
  public Usage estimate(ModelRequest request) {
    TokenCounter counter = TokenCounter.forModel(request.model());
    long input = counter.countMessages(request.messages(), request.tools());
    return Usage.of(input, 0)
        .withOutput(countOutput(request), countReasoning(request))
        .asEstimate();
  }

  /** The tokens of all that came, reasoning included, as we count them. */
  public long countOutput(ModelRequest request) {
    TokenCounter counter = TokenCounter.forModel(request.model());
    return counter.count(text.toString())
        + counter.count(refusal.toString())
        + counter.countToolUses(toolUses.toList())
        + countReasoning(request);
  }

  /** The tokens of the reasoning that came, as we count them. */
  public long countReasoning(ModelRequest request) {
    return TokenCounter.forModel(request.model()).count(reasoning.toString());
  }

  private static void append(StringBuilder builder, JsonNode value) {
    if (value.isTextual()) {
      builder.append(value.textValue());
    }
  }
}
