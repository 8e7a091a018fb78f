// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.mcp.OfferedTool;
import dev.millrace.openapi.OperationTool;
import java.util.Map;

/**
 * Tools as the section {@code tools} of a pipeline file has them. JSON is YAML, so much is JSON.
 */
final class ToolYaml {
  private static final String KEY = "\n    ";

  private ToolYaml() {}

  static String of(String server, OfferedTool tool) {
    return "  %s:".formatted(key(tool.name()))
        + KEY
        + "description: "
        + text(tool.description())
        + KEY
        + "mcp: {server: %s, tool: %s, pin: \"%s\"}"
            .formatted(server, text(tool.name()), tool.pin())
        + KEY
        + (tool.readOnly()
            ? "effect: read # so its server says"
            : "effect: write # write read if it changes nothing")
        + KEY
        + "parameters: "
        + json(tool.inputSchema());
  }

  static String of(OperationTool tool) {
    StringBuilder yaml = new StringBuilder("  " + key(tool.name()) + ":");
    yaml.append(KEY).append("description: ").append(text(tool.description()));
    yaml.append(KEY).append("http:");
    String inner = KEY + "  ";
    yaml.append(inner).append("method: ").append(tool.method());
    yaml.append(inner).append("url: ").append(text(tool.url()));
    map(yaml, inner + "query: ", tool.query());
    map(yaml, inner + "headers: ", tool.headers());
    if (tool.body() != null) {
      yaml.append(inner).append("body: ").append(json(tool.body()));
    }
    return yaml.append(KEY).append("parameters: ").append(json(tool.parameters())).toString();
  }

  private static void map(StringBuilder yaml, String key, Map<String, String> map) {
    if (!map.isEmpty()) {
      yaml.append(key).append('{');
      String between = "";
      for (Map.Entry<String, String> entry : map.entrySet()) {
        yaml.append(between).append(TextNode.valueOf(entry.getKey())).append(": ");
        yaml.append(TextNode.valueOf(entry.getValue())); // holds variables, and means them
        between = ", ";
      }
      yaml.append('}');
    }
  }

  private static String key(String name) {
    String key = name.replaceAll("[^A-Za-z0-9_-]+", "_");
    key = key.matches("[A-Za-z].*") ? key : "t_" + key;
    return key.length() <= 64 ? key : key.substring(0, 64);
  }

  private static String text(String text) {
    return json(TextNode.valueOf(text.strip()));
  }

  /** What looks like a variable is none. */
  private static String json(JsonNode json) {
    return json.toString().replace("${", "$${");
  }
}
