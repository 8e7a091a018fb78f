// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ReasoningEffort;
import dev.millrace.model.WireJson;
import java.util.Objects;

/** Writes requests as Anthropic's Messages take them. */
final class MessageRequestWriter {
  /** The fewest tokens that a model may be given to think in. */
  private static final int LEAST_BUDGET = 1_024;

  private MessageRequestWriter() {}

  static byte[] write(ModelRequest request) {
    MessageChoices choices = MessageChoices.of(request);
    ClaudeModel model = ClaudeModel.of(request.model());
    ObjectNode body = WireJson.object().put("model", request.model());
    body.put("max_tokens", request.maxOutputTokens());
    addSystem(body, request);
    Turns turns = new Turns();
    request.messages().forEach(turns::add);
    if (!choices.prefill().isEmpty()) {
      turns.prefill(choices.prefill());
    }
    body.set("messages", turns.toJson());
    ToolChoice.add(body, request, choices.answerTool());
    if (choices.format()) {
      ObjectNode format = body.withObject("output_config").putObject("format");
      format.put("type", "json_schema");
      format.set("schema", schema(request));
    }
    boolean thinking = choices.thinks() && addThinking(body, request, model);
    if (request.temperature() != null && !thinking) {
      body.put("temperature", Math.min(1, request.temperature()));
    }
    if (request.options().promptCaching()) {
      CacheMarks.put(body, request, model.shortestCachedPrefix());
    }
    if (request.options().streaming()) {
      body.put("stream", true);
    }
    return WireJson.bytes(body);
  }

  static JsonNode schema(ModelRequest request) {
    return WireJson.schema(Objects.requireNonNull(request.responseSchema()));
  }

  private static void addSystem(ObjectNode body, ModelRequest request) {
    ArrayNode blocks = body.arrayNode();
    for (Message message : request.messages()) {
      if (message instanceof SystemMessage system && !system.text().isBlank()) {
        blocks.addObject().put("type", "text").put("text", system.text());
      }
    }
    if (!blocks.isEmpty()) {
      body.set("system", blocks);
    }
  }

  /** Tells how much to think, in the way of the model; false if it has none, or no room for it. */
  private static boolean addThinking(ObjectNode body, ModelRequest request, ClaudeModel model) {
    ReasoningEffort effort = Objects.requireNonNull(request.options().reasoningEffort());
    if (model.thinksByEffort()) {
      body.putObject("thinking").put("type", "adaptive");
      body.withObject("output_config").put("effort", word(effort));
      return true;
    }
    int budget = budget(effort, request.maxOutputTokens());
    if (!model.thinksByBudget() || budget >= request.maxOutputTokens()) {
      return false;
    }
    body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
    return true;
  }

  private static String word(ReasoningEffort effort) {
    return effort == ReasoningEffort.MINIMAL ? ReasoningEffort.LOW.word() : effort.word();
  }

  /** A share of the output's limit, since what is thought counts against it. */
  private static int budget(ReasoningEffort effort, int maxOutputTokens) {
    int quarter = maxOutputTokens / 4;
    return switch (effort) {
      case NONE, MINIMAL -> LEAST_BUDGET;
      case LOW -> Math.max(LEAST_BUDGET, quarter);
      case MEDIUM -> Math.max(LEAST_BUDGET, 2 * quarter);
      case HIGH -> Math.max(LEAST_BUDGET, 3 * quarter);
    };
  }
}
