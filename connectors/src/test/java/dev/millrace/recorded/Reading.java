// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an answer says, as facts by name, in words that recordings and our clients have in common.
 */
final class Reading {
  static final String OUTCOME = "outcome";
  static final String ANSWERED = "answered";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> facts = new LinkedHashMap<>();
  private final ArrayNode toolCalls = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode toolCallIds = JsonNodeFactory.instance.arrayNode();

  private Reading(String outcome) {
    put(OUTCOME, outcome);
  }

  static Reading answered() {
    return new Reading(ANSWERED);
  }

  static Reading failed(Object kind) {
    return new Reading("failed: " + kind);
  }

  Reading put(String name, Object value) {
    facts.put(name, value.toString());
    return this;
  }

  Reading text(CharSequence text) {
    return put("text", text).put("tool_calls", toolCalls).put("tool_call_ids", toolCallIds);
  }

  /**
   * One more tool call.
   *
   * @param id empty if none was told
   * @param arguments JSON; empty for none
   */
  Reading toolCall(String id, String name, String arguments) throws IOException {
    JsonNode object = JSON.readTree(arguments.isBlank() ? "{}" : arguments);
    toolCalls.addObject().put("name", name).set("arguments", object);
    put("tool_calls", toolCalls);
    if (!id.isEmpty()) {
      toolCallIds.add(id);
      put("tool_call_ids", toolCallIds);
    } else {
      facts.remove("tool_call_ids");
    }
    return this;
  }

  boolean hasToolCalls() {
    return !toolCalls.isEmpty();
  }

  Reading usage(String kind, long tokens) {
    return put("usage." + kind, tokens);
  }

  Reading usageTold(boolean told) {
    return put("usage", told ? "told" : "estimated");
  }

  /** Where another reading says something else; of what is not in this one it may say anything. */
  List<Disagreement> disagreements(String source, Reading other) {
    List<Disagreement> found = new ArrayList<>();
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      String got = other.facts.getOrDefault(fact.getKey(), "nothing");
      if (!got.equals(fact.getValue())) {
        found.add(new Disagreement(source, fact.getKey(), fact.getValue(), got));
        if (fact.getKey().equals(OUTCOME)) {
          break; // nothing else can be compared
        }
      }
    }
    return found;
  }
}
