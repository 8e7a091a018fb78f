// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What a small server answers, well or badly, whatever the messages go over. */
final class FakeMcp {
  static final ObjectMapper JSON = new ObjectMapper();

  private FakeMcp() {}

  /** All messages for one of the client's, in order; none if it is not answered. */
  static List<String> replies(JsonNode message, String description) {
    List<String> replies = new ArrayList<>();
    switch (message.path("method").asText()) {
      case "initialize" ->
          replies.add(
              result(
                  message,
                  "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                      + "\"serverInfo\":{\"name\":\"fake\",\"version\":\"1\"}}"));
      case "tools/list" -> replies.add(result(message, tools(description)));
      case "tools/call" -> call(message, replies);
      default -> {}
    }
    return replies;
  }

  private static void call(JsonNode message, List<String> replies) {
    JsonNode arguments = message.path("params").path("arguments");
    switch (message.path("params").path("name").asText()) {
      case "echo" -> replies.add(result(message, text(arguments.path("say").asText(), false)));
      case "fails" -> replies.add(result(message, text("no such\\n order", true)));
      case "structured" ->
          replies.add(
              result(
                  message,
                  "{\"content\":[{\"type\":\"text\",\"text\":\"in words\"}],"
                      + "\"structuredContent\":{\"price\":1.10,\"size\":3}}"));
      case "parts" ->
          replies.add(
              result(
                  message,
                  "{\"content\":[{\"type\":\"text\",\"text\":\"one\"},"
                      + "{\"type\":\"image\",\"data\":\"AAAA\",\"mimeType\":\"image/png\"},"
                      + "{\"type\":\"resource\",\"resource\":{\"uri\":\"a:b\",\"text\":\"two\"}},"
                      + "{\"type\":\"resource_link\",\"uri\":\"a:c\",\"name\":\"c\"}]}"));
      case "chatty" -> {
        replies.add(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                + "\"params\":{\"level\":\"info\",\"data\":\"half way\"}}");
        replies.add("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}");
        replies.add(result(message, text("done", false)));
      }
      case "huge" -> replies.add(result(message, text("x".repeat(100_000), false)));
      case "garbage" -> replies.add("Listening on port 3000 {");
      case "odd" -> replies.add(result(message, "{\"content\":7}"));
      case "stranger" ->
          replies.add("{\"jsonrpc\":\"2.0\",\"id\":\"somebody-else\",\"result\":{\"content\":[]}}");
      case "bad-arguments" -> replies.add(error(message, -32602, "days must be positive"));
      case "broken" -> replies.add(error(message, -32603, "out of order"));
      case "silent" -> {}
      default -> replies.add(error(message, -32602, "Unknown tool: none"));
    }
  }

  private static String tools(String description) {
    return "{\"tools\":[{\"name\":\"echo\",\"description\":\""
        + description
        + "\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"say\":{\"type\":\"string\"}}},"
        + "\"annotations\":{\"readOnlyHint\":true}}]}";
  }

  private static String text(String text, boolean isError) {
    return "{\"content\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}],\"isError\":"
        + isError
        + "}";
  }

  private static String result(JsonNode request, String result) {
    // The id comes last, as some servers have it.
    return "{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":" + request.get("id") + "}";
  }

  private static String error(JsonNode request, int code, String message) {
    ObjectNode error = JSON.createObjectNode().put("code", code).put("message", message);
    return "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"error\":" + error + "}";
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
