// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.Message;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ReasoningEffort;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.WireJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a request's wishes are sent, where the API refuses some together: an answer that fits
 * its schema goes before one that begins with given words, and that before thinking.
 *
 * @param format whether the API holds the answer to the schema
 * @param answerTool the tool by which an answer of a schema is given instead, which works with any
 *     model and schema; empty for none
 * @param prefill what the answer is begun with; empty for none
 * @param thinks whether it is told how much to think
 */
record MessageChoices(boolean format, String answerTool, String prefill, boolean thinks) {
  private static final String ANSWER = "give_answer";

  static MessageChoices of(ModelRequest request) {
    ClaudeModel model = ClaudeModel.of(request.model());
    boolean format = isHeldToSchema(request, model);
    boolean byTool = request.responseSchema() != null && !format;
    boolean prefilled = request.responseSchema() == null && model.takesPrefill();
    String prefill = prefilled ? request.options().prefill().stripTrailing() : "";
    boolean thinks =
        wishesToThink(request.options().reasoningEffort())
            && !byTool
            && prefill.isEmpty()
            && !isAfterTools(request.messages());
    return new MessageChoices(format, byTool ? freeName(request.tools()) : "", prefill, thinks);
  }

  private static boolean isHeldToSchema(ModelRequest request, ClaudeModel model) {
    if (request.responseSchema() == null || !model.takesOutputFormat()) {
      return false;
    }
    JsonNode schema = WireJson.schema(request.responseSchema());
    return OutputSchema.isHeldTo(schema);
  }

  private static boolean wishesToThink(@Nullable ReasoningEffort effort) {
    return effort != null && effort != ReasoningEffort.NONE;
  }

  /**
   * What was thought before a tool was called would have to come back with its result, signed; it
   * is not kept, and without it the API refuses to think on.
   */
  private static boolean isAfterTools(List<Message> messages) {
    return !messages.isEmpty() && messages.get(messages.size() - 1) instanceof ToolMessage;
  }

  private static String freeName(List<ToolSpec> tools) {
    String name = ANSWER;
    while (isTaken(name, tools)) {
      name += "_";
    }
    return name;
  }

  private static boolean isTaken(String name, List<ToolSpec> tools) {
    return tools.stream().anyMatch(tool -> tool.name().equals(name));
  }
}
