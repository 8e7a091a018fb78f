// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ToolUse;
import dev.millrace.model.WireJson;
import java.util.regex.Pattern;

/**
 * A conversation in turns of the user and the assistant. What one of them says in a row is one
 * turn: the results of a step's tools have to be. Blocks without text are left out, since they are
 * refused.
 */
final class Turns {
  private static final Pattern NOT_OF_AN_ID = Pattern.compile("[^a-zA-Z0-9_-]");

  private final ArrayNode turns = WireJson.object().arrayNode();

  void add(Message message) {
    if (message instanceof UserMessage user) {
      addText("user", user.text());
    } else if (message instanceof ToolMessage result) {
      block("user", "tool_result")
          .put("tool_use_id", id(result.toolUseId()))
          .put("content", result.content());
    } else if (message instanceof AssistantMessage said) {
      addText("assistant", said.text().stripTrailing());
      said.toolUses().forEach(this::addToolUse);
    }
  }

  /** Words that the answer goes on from; white space at their end is refused. */
  void prefill(String text) {
    addText("assistant", text);
  }

  /** The turns; a request without any words has to have some. */
  ArrayNode toJson() {
    if (turns.isEmpty()) {
      addText("user", "(nothing)");
    }
    return turns;
  }

  private void addText(String role, String text) {
    if (!text.isBlank()) {
      block(role, "text").put("text", text);
    }
  }

  private void addToolUse(ToolUse use) {
    block("assistant", "tool_use")
        .put("id", id(use.id()))
        .put("name", use.name())
        .set("input", WireJson.arguments(use.arguments()));
  }

  private ObjectNode block(String role, String type) {
    return content(role).addObject().put("type", type);
  }

  private ArrayNode content(String role) {
    if (!turns.isEmpty()) {
      ObjectNode last = (ObjectNode) turns.get(turns.size() - 1);
      if (last.path("role").asText().equals(role)) {
        return (ArrayNode) last.get("content");
      }
    }
    return turns.addObject().put("role", role).putArray("content");
  }

  /** Ids may come from another provider's model, before a fallback. */
  private static String id(String id) {
    String plain = NOT_OF_AN_ID.matcher(id).replaceAll("_");
    return plain.isEmpty() ? "_" : plain;
  }
}
