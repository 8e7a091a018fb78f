// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.run.CallResult;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.run.Routing;
import dev.millrace.run.RunFacts;
import dev.millrace.run.Working;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What templates can name: {@code request}, {@code extract} and {@code calls}. A tool's result is
 * its JSON; a model's is {@code text} and, where it answered in JSON, that JSON's fields.
 */
final class Values {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Values() {}

  static Map<String, Object> of(RunView view) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("request", request(view.run().facts(), view.inquiry()));
    if (view.run() instanceof Working working) {
      Routing routing = working.routing();
      values.put("extract", routing.extracted());
    }
    values.put("calls", calls(view));
    return values;
  }

  /** The same, and which limit it was. */
  static Map<String, Object> atLimit(RunView view, Ending ending) {
    Map<String, Object> values = of(view);
    values.put("limit", Map.of("reason", ending.reason(), "detail", ending.detail()));
    return values;
  }

  private static Map<String, Object> request(RunFacts facts, Inquiry inquiry) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("text", inquiry.text());
    request.put("user", facts.user());
    request.put("tenant", facts.tenant());
    request.put("conversation_id", inquiry.conversationId());
    request.put("attributes", inquiry.attributes());
    return request;
  }

  private static Map<String, Object> calls(RunView view) {
    Map<String, Object> calls = new LinkedHashMap<>();
    for (Part part : view.parts()) {
      if (part.result().succeeded()) {
        calls.put(part.name(), value(part.result()));
      }
    }
    return calls;
  }

  static JsonNode value(CallResult result) {
    if (result instanceof CallResult.ToolAnswer tool) {
      return parsed(tool.content());
    }
    ObjectNode answer = JSON.createObjectNode();
    if (result instanceof CallResult.ModelAnswer model) {
      JsonNode structured = parsed(model.response().text());
      if (structured instanceof ObjectNode fields) {
        answer.setAll(fields);
      }
      answer.put("text", model.response().text());
    }
    return answer;
  }

  /** JSON where it is JSON, else the text itself. */
  static JsonNode parsed(String content) {
    String stripped = content.strip();
    if (stripped.isEmpty()) {
      return TextNode.valueOf(content);
    }
    try {
      return JSON.readTree(stripped);
    } catch (JsonProcessingException notJson) {
      return TextNode.valueOf(content);
    }
  }

  static String json(JsonNode node) {
    return node.toString();
  }
}
