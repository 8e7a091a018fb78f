// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import dev.millrace.model.WireJson;
import java.util.Set;
import java.util.TreeSet;

/** The tools that a model is offered, and whether it must use one. */
final class ToolChoice {
  private ToolChoice() {}

  /**
   * Adds tools and choice.
   *
   * @param answerTool by which the answer must be given; empty for none
   */
  static void add(ObjectNode body, ModelRequest request, String answerTool) {
    ArrayNode tools = body.arrayNode();
    for (ToolSpec tool : request.tools()) {
      add(tools, tool.name(), tool.description(), WireJson.schema(tool.parameters()));
    }
    if (!answerTool.isEmpty()) {
      JsonNode schema = MessageRequestWriter.schema(request);
      add(tools, answerTool, "Gives the answer. Call it once, with the whole answer.", schema);
      ObjectNode choice = body.putObject("tool_choice");
      choice.put("type", request.tools().isEmpty() ? "tool" : "any");
      if (request.tools().isEmpty()) {
        choice.put("name", answerTool);
      }
    } else if (tools.isEmpty()) {
      used(request).forEach(name -> add(tools, name, "", WireJson.object()));
      if (!tools.isEmpty()) {
        body.putObject("tool_choice").put("type", "none");
      }
    }
    if (!tools.isEmpty()) {
      body.set("tools", tools);
    }
  }

  /** The tools of a conversation in which none is offered any more: they have to be named still. */
  private static Set<String> used(ModelRequest request) {
    Set<String> names = new TreeSet<>();
    for (Message message : request.messages()) {
      if (message instanceof AssistantMessage said) {
        said.toolUses().stream().map(ToolUse::name).forEach(names::add);
      }
    }
    return names;
  }

  private static void add(ArrayNode tools, String name, String description, JsonNode schema) {
    ObjectNode tool = tools.addObject().put("name", name);
    if (!description.isBlank()) {
      tool.put("description", description);
    }
    JsonNode parameters = schema.deepCopy();
    if (parameters instanceof ObjectNode object && !object.has("type")) {
      object.put("type", "object");
    }
    tool.set("input_schema", parameters);
  }
}
