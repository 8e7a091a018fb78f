// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ToolUse;
import dev.millrace.model.WireJson;
import java.util.HashMap;
import java.util.Map;

/**
 * A conversation in contents of the user and the model. What one of them says in a row is one
 * content, but for what tools returned, which stands by itself: as many results as there were
 * calls. A result is found by the name of its tool, and by its id where the API gave one.
 */
final class Contents {
  /** What the API takes for the signature of a call that it did not make itself. */
  private static final String FOREIGN = "skip_thought_signature_validator";

  private final ArrayNode contents = WireJson.object().arrayNode();
  private final Map<String, String> toolNames = new HashMap<>();
  private final boolean signed;
  private String last = "";

  /**
   * Contents of nothing so far.
   *
   * @param signed whether the model refuses a call without a signature
   */
  Contents(boolean signed) {
    this.signed = signed;
  }

  /** Adds a message; what the system says goes elsewhere. */
  void add(Message message) {
    if (message instanceof UserMessage user) {
      addText("user", user.text());
    } else if (message instanceof ToolMessage result) {
      addResult(result);
    } else if (message instanceof AssistantMessage said) {
      addText("model", said.text());
      boolean first = true;
      for (ToolUse use : said.toolUses()) {
        addToolUse(use, first);
        first = false;
      }
    }
  }

  /** The contents; a request has to have some. */
  ArrayNode toJson() {
    if (contents.isEmpty()) {
      addText("user", "(nothing)");
    }
    return contents;
  }

  private void addText(String role, String text) {
    if (!text.isBlank()) {
      part(role, role).put("text", text);
    }
  }

  private void addToolUse(ToolUse use, boolean first) {
    ObjectNode part = part("model", "model");
    ObjectNode call = part.putObject("functionCall");
    if (!MadeIds.isMade(use.id())) {
      call.put("id", use.id());
    }
    call.put("name", use.name()).set("args", WireJson.arguments(use.arguments()));
    if (!use.signature().isEmpty()) {
      part.put("thoughtSignature", use.signature());
    } else if (signed && first) {
      part.put("thoughtSignature", FOREIGN);
    }
    toolNames.put(use.id(), use.name());
  }

  private void addResult(ToolMessage result) {
    ObjectNode response = part("user", "tools").putObject("functionResponse");
    if (!MadeIds.isMade(result.toolUseId())) {
      response.put("id", result.toolUseId());
    }
    response
        .put("name", toolNames.getOrDefault(result.toolUseId(), "unknown"))
        .set("response", WireJson.objectOr("output", result.content()));
  }

  /** A new part of what is being said, or of the next content. */
  private ObjectNode part(String role, String speaker) {
    if (!last.equals(speaker)) {
      last = speaker;
      contents.addObject().put("role", role).putArray("parts");
    }
    return ((ArrayNode) contents.get(contents.size() - 1).get("parts")).addObject();
  }
}
