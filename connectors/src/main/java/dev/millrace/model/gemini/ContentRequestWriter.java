// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.WireJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes requests as {@code generateContent} takes them. */
final class ContentRequestWriter {
  private ContentRequestWriter() {}

  static byte[] write(ModelRequest request) {
    GeminiModel model = GeminiModel.of(request.model());
    boolean tools = !request.tools().isEmpty();
    String schema = request.responseSchema();
    boolean held = !tools || model.takesSchemaWithTools();
    ObjectNode body = WireJson.object();
    addSystem(body, request.messages(), held ? null : schema);
    Contents contents = new Contents(model.thinksByLevel());
    request.messages().forEach(contents::add);
    body.set("contents", contents.toJson());
    if (tools) {
      addTools(body, request);
    }
    ObjectNode config = body.putObject("generationConfig");
    config.put("maxOutputTokens", request.maxOutputTokens());
    if (request.temperature() != null) {
      config.put("temperature", request.temperature());
    }
    if (schema != null && held) {
      config.put("responseMimeType", "application/json");
      ContentSchema.put(config, "responseSchema", "responseJsonSchema", WireJson.schema(schema));
    }
    ThinkingConfig.add(config, request);
    return WireJson.bytes(body);
  }

  /**
   * Adds what the system says.
   *
   * @param schema that the answer has to meet and cannot be held to; null if there is none
   */
  private static void addSystem(ObjectNode body, List<Message> messages, @Nullable String schema) {
    ArrayNode parts = body.arrayNode();
    for (Message message : messages) {
      if (message instanceof SystemMessage system && !system.text().isBlank()) {
        parts.addObject().put("text", system.text());
      }
    }
    if (schema != null) {
      String wish = "Give the answer as JSON, and nothing else, of this JSON Schema: ";
      parts.addObject().put("text", wish + schema);
    }
    if (!parts.isEmpty()) {
      body.putObject("systemInstruction").set("parts", parts);
    }
  }

  /** A tool without parameters has none to tell: an empty object is refused. */
  private static void addTools(ObjectNode body, ModelRequest request) {
    ArrayNode functions = body.putArray("tools").addObject().putArray("functionDeclarations");
    for (ToolSpec tool : request.tools()) {
      ObjectNode function = functions.addObject().put("name", tool.name());
      function.put("description", tool.description());
      JsonNode parameters = WireJson.schema(tool.parameters());
      boolean any = parameters.propertyStream().anyMatch(each -> !each.getValue().isEmpty());
      if (any) {
        ContentSchema.put(function, "parameters", "parametersJsonSchema", parameters);
      }
    }
  }
}
