// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelOptions;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.StrictSchema;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import dev.millrace.model.WireJson;

/** Writes requests as OpenAI's chat completions take them. */
final class ChatRequestWriter {
  private final String outputLimitField;

  ChatRequestWriter(OutputLimit outputLimit) {
    this.outputLimitField = outputLimit.field();
  }

  byte[] write(ModelRequest request) {
    ObjectNode body = WireJson.object().put("model", request.model());
    ArrayNode messages = body.putArray("messages");
    request.messages().forEach(message -> messages.add(message(message)));
    addTools(body, request);
    addOutput(body, request);
    if (request.temperature() != null) {
      body.put("temperature", request.temperature());
    }
    if (request.responseSchema() != null) {
      body.set("response_format", responseFormat(request.responseSchema()));
    }
    addOptions(body, request.options());
    return WireJson.bytes(body);
  }

  /** The API refuses the newer name of the limit beside a prediction, and tools too. */
  private void addOutput(ObjectNode body, ModelRequest request) {
    String prediction = request.options().prediction();
    if (prediction.isEmpty() || !request.tools().isEmpty()) {
      body.put(outputLimitField, request.maxOutputTokens());
      return;
    }
    body.put(OutputLimit.MAX_TOKENS.field(), request.maxOutputTokens());
    body.putObject("prediction").put("type", "content").put("content", prediction);
  }

  private static void addOptions(ObjectNode body, ModelOptions options) {
    if (options.reasoningEffort() != null) {
      body.put("reasoning_effort", options.reasoningEffort().word());
    }
    if (options.promptCacheKey() != null) {
      body.put("prompt_cache_key", options.promptCacheKey());
    }
    if (options.streaming()) {
      body.put("stream", true).putObject("stream_options").put("include_usage", true);
    }
  }

  private static ObjectNode message(Message message) {
    if (message instanceof SystemMessage system) {
      return WireJson.object().put("role", "system").put("content", system.text());
    }
    if (message instanceof UserMessage user) {
      return WireJson.object().put("role", "user").put("content", user.text());
    }
    if (message instanceof ToolMessage result) {
      return WireJson.object()
          .put("role", "tool")
          .put("tool_call_id", result.toolUseId())
          .put("content", result.content());
    }
    return assistant((AssistantMessage) message);
  }

  private static ObjectNode assistant(AssistantMessage said) {
    ObjectNode json = WireJson.object().put("role", "assistant");
    if (said.toolUses().isEmpty()) {
      return json.put("content", said.text());
    }
    json.put("content", said.text().isEmpty() ? null : said.text());
    ArrayNode calls = json.putArray("tool_calls");
    for (ToolUse use : said.toolUses()) {
      calls
          .addObject()
          .put("id", use.id())
          .put("type", "function")
          .putObject("function")
          .put("name", use.name())
          .put("arguments", use.arguments());
    }
    return json;
  }

  private static void addTools(ObjectNode body, ModelRequest request) {
    if (request.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = body.putArray("tools");
    for (ToolSpec tool : request.tools()) {
      ObjectNode function = tools.addObject().put("type", "function").putObject("function");
      function.put("name", tool.name()).put("description", tool.description());
      function.set("parameters", WireJson.schema(tool.parameters()));
    }
  }

  private static ObjectNode responseFormat(String responseSchema) {
    JsonNode schema = WireJson.schema(responseSchema);
    ObjectNode format = WireJson.object().put("type", "json_schema");
    ObjectNode named = format.putObject("json_schema").put("name", "answer");
    named.put("strict", StrictSchema.allows(schema)).set("schema", schema);
    return format;
  }
}
