// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;

/** Writes requests as OpenAI's chat completions take them. */
final class ChatRequestWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final boolean streaming;
  private final String outputLimitField;

  ChatRequestWriter(OpenAiChatSettings settings) {
    this.streaming = settings.streaming();
    this.outputLimitField = settings.outputLimit().field();
  }

  byte[] write(ModelRequest request) {
    ObjectNode body = JSON.createObjectNode().put("model", request.model());
    ArrayNode messages = body.putArray("messages");
    request.messages().forEach(message -> messages.add(message(message)));
    addTools(body, request);
    body.put(outputLimitField, request.maxOutputTokens());
    if (request.temperature() != null) {
      body.put("temperature", request.temperature());
    }
    if (request.responseSchema() != null) {
      body.set("response_format", responseFormat(request.responseSchema()));
    }
    if (streaming) {
      body.put("stream", true).putObject("stream_options").put("include_usage", true);
    }
    return bytes(body);
  }

  private static ObjectNode message(Message message) {
    if (message instanceof SystemMessage system) {
      return JSON.createObjectNode().put("role", "system").put("content", system.text());
    }
    if (message instanceof UserMessage user) {
      return JSON.createObjectNode().put("role", "user").put("content", user.text());
    }
    if (message instanceof ToolMessage result) {
      return JSON.createObjectNode()
          .put("role", "tool")
          .put("tool_call_id", result.toolUseId())
          .put("content", result.content());
    }
    return assistant((AssistantMessage) message);
  }

  private static ObjectNode assistant(AssistantMessage said) {
    ObjectNode json = JSON.createObjectNode().put("role", "assistant");
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
      function.set("parameters", schema(tool.parameters()));
    }
  }

  private static ObjectNode responseFormat(String responseSchema) {
    JsonNode schema = schema(responseSchema);
    ObjectNode format = JSON.createObjectNode().put("type", "json_schema");
    ObjectNode named = format.putObject("json_schema").put("name", "answer");
    named.put("strict", StrictSchema.allows(schema)).set("schema", schema);
    return format;
  }

  private static JsonNode schema(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a schema that is no JSON was let through", e);
    }
  }

  private static byte[] bytes(ObjectNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON is always writable", e);
    }
  }
}
