// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.ModelOptions;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.StrictSchema;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.WireJson;
import java.util.stream.Collectors;

/** Writes requests as OpenAI's Responses take them. */
final class ResponseRequestWriter {
  /** A smaller limit is refused. */
  static final int LEAST_OUTPUT_TOKENS = 16;

  private ResponseRequestWriter() {}

  static byte[] write(ModelRequest request) {
    ObjectNode body = WireJson.object().put("model", request.model());
    String instructions = instructions(request);
    if (!instructions.isEmpty()) {
      body.put("instructions", instructions);
    }
    InputItems items = new InputItems();
    request.messages().forEach(items::add);
    body.set("input", items.toJson());
    addTools(body, request);
    body.put("max_output_tokens", Math.max(LEAST_OUTPUT_TOKENS, request.maxOutputTokens()));
    if (request.temperature() != null) {
      body.put("temperature", request.temperature());
    }
    if (request.responseSchema() != null) {
      addFormat(body, WireJson.schema(request.responseSchema()));
    }
    addOptions(body, request.options());
    body.put("store", false);
    return WireJson.bytes(body);
  }

  private static String instructions(ModelRequest request) {
    return request.messages().stream()
        .filter(SystemMessage.class::isInstance)
        .map(message -> ((SystemMessage) message).text())
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n\n"));
  }

  /** Without a word on strictness the API would hold every tool to it, and refuse open schemas. */
  private static void addTools(ObjectNode body, ModelRequest request) {
    if (request.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = body.putArray("tools");
    for (ToolSpec spec : request.tools()) {
      ObjectNode tool = tools.addObject().put("type", "function").put("name", spec.name());
      if (!spec.description().isBlank()) {
        tool.put("description", spec.description());
      }
      JsonNode parameters = WireJson.schema(spec.parameters());
      boolean object = parameters.path("type").asText("").equals("object");
      tool.put("strict", object && StrictSchema.allows(parameters)).set("parameters", parameters);
    }
  }

  private static void addFormat(ObjectNode body, JsonNode schema) {
    ObjectNode format = body.putObject("text").putObject("format");
    format.put("type", "json_schema").put("name", "answer");
    format.put("strict", StrictSchema.allows(schema)).set("schema", schema);
  }

  private static void addOptions(ObjectNode body, ModelOptions options) {
    if (options.reasoningEffort() != null) {
      body.putObject("reasoning").put("effort", options.reasoningEffort().word());
    }
    if (options.promptCacheKey() != null) {
      body.put("prompt_cache_key", options.promptCacheKey());
    }
    if (options.streaming()) {
      body.put("stream", true);
    }
  }
}
