// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.ToolUse;
import java.util.Locale;

/** A reply with all that the API tells around it. */
record Answer(String id, long createdSeconds, String model, Reply reply, TokenUse use) {

  String finishReason() {
    return reply.finishReason().name().toLowerCase(Locale.ROOT);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id)
        .put("object", "chat.completion")
        .put("created", createdSeconds)
        .put("model", model);
    ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
    choice.set("message", message());
    choice.putNull("logprobs").put("finish_reason", finishReason());
    json.set("usage", use.json());
    return json.put("system_fingerprint", "simulated");
  }

  private ObjectNode message() {
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "assistant");
    boolean silent = reply.text().isEmpty() && !reply.toolUses().isEmpty();
    message.put("content", silent ? null : reply.text()).putNull("refusal");
    if (!reply.toolUses().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      reply.toolUses().forEach(use -> calls.add(call(use)));
    }
    return message;
  }

  private static ObjectNode call(ToolUse use) {
    ObjectNode call = JsonNodeFactory.instance.objectNode();
    call.put("id", use.id()).put("type", "function");
    call.putObject("function").put("name", use.name()).put("arguments", use.arguments());
    return call;
  }
}
