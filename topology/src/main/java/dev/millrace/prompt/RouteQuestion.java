// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.pipeline.Route;
import java.util.List;
import java.util.Map;

/**
 * The question which route a request belongs to, put to a small model, and how its answer is read.
 */
public final class RouteQuestion {
  public static final String NONE = "none";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_OUTPUT_TOKENS = 40;

  private RouteQuestion() {}

  static String system(List<String> candidates, Map<String, Route> routes) {
    StringBuilder text = new StringBuilder(64 + 80 * candidates.size());
    text.append("Decide which route the user's message belongs to. Routes:\n");
    for (String candidate : candidates) {
      Route route = routes.get(candidate);
      text.append("- ").append(candidate);
      text.append(route == null ? "" : ": " + route.description()).append('\n');
    }
    return text.append("- ").append(NONE).append(": it belongs to no other route\n").toString();
  }

  static String schema(List<String> candidates) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode route = schema.putObject("properties").putObject("route");
    route.put("type", "string");
    ArrayNode words = route.putArray("enum");
    candidates.forEach(words::add);
    words.add(NONE);
    schema.putArray("required").add("route");
    return schema.toString();
  }

  static int maxOutputTokens() {
    return MAX_OUTPUT_TOKENS;
  }

  /**
   * The route a model named, or {@link #NONE}; whether there is such a route is not judged here.
   */
  public static String answered(String text) {
    JsonNode answer = Values.parsed(text);
    JsonNode route = answer.isObject() ? answer.get("route") : answer;
    return route != null && route.isTextual() ? route.asText().strip() : NONE;
  }
}
