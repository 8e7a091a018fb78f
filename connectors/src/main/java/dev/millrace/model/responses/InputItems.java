// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ToolUse;
import dev.millrace.model.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A conversation as a list of items: messages, calls of functions and what these returned. */
final class InputItems {
  private static final int LONGEST_ID = 64;

  private final ArrayNode items = WireJson.object().arrayNode();

  /** Adds a message; what the system says goes elsewhere. */
  void add(Message message) {
    if (message instanceof UserMessage user) {
      addText("user", user.text());
    } else if (message instanceof ToolMessage result) {
      item("function_call_output")
          .put("call_id", id(result.toolUseId()))
          .put("output", result.content());
    } else if (message instanceof AssistantMessage said) {
      if (!said.text().isEmpty()) {
        addText("assistant", said.text());
      }
      said.toolUses().forEach(this::addToolUse);
    }
  }

  /** The items; a request has to have some. */
  ArrayNode toJson() {
    if (items.isEmpty()) {
      addText("user", "(nothing)");
    }
    return items;
  }

  private void addText(String role, String text) {
    item("message").put("role", role).put("content", text);
  }

  private void addToolUse(ToolUse use) {
    item("function_call")
        .put("call_id", id(use.id()))
        .put("name", use.name())
        .put("arguments", use.arguments());
  }

  private ObjectNode item(String type) {
    return items.addObject().put("type", type);
  }

  /** Ids may come from another provider's model, before a fallback, and be too long here. */
  private static String id(String id) {
    boolean fits = !id.isEmpty() && id.length() <= LONGEST_ID;
    return fits ? id : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
