// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ToolUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the body of a chat completion request, and says what is wrong with it. */
final class ChatReader {

  /** What came of reading. */
  sealed interface Result {
    record Read(ChatRequest request) implements Result {}

    record Refused(ApiError error) implements Result {}
  }

  /** Thrown and caught in here only. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final @Nullable String param;

    Unreadable(String message, @Nullable String param) {
      super(message);
      this.param = param;
    }
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MAX_MESSAGES = 10_000;
  private static final int MAX_TOOLS = 128;
  private final Lru<JsonNode, Toolbox> toolboxes = new Lru<>(256);

  Result read(byte[] body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      if (json == null || !json.isObject()) {
        throw new Unreadable("The body of a request is a JSON object.", null);
      }
      return new Result.Read(request(json));
    } catch (Unreadable e) {
      return new Result.Refused(ApiError.invalid(String.valueOf(e.getMessage()), e.param));
    } catch (IOException e) {
      return new Result.Refused(
          ApiError.invalid("We could not parse the JSON body of your request.", null));
    }
  }

  private ChatRequest request(JsonNode json) throws Unreadable {
    String model = json.path("model").asText("");
    if (model.isEmpty() || !json.path("model").isTextual()) {
      throw new Unreadable("you must provide a model parameter", "model");
    }
    return new ChatRequest(
        model,
        messages(json.path("messages")),
        toolbox(json.path("tools")),
        toolChoice(json.path("tool_choice")),
        json.path("parallel_tool_calls").asBoolean(true),
        schema(json.path("response_format")),
        maxTokens(json),
        json.path("stream").asBoolean(false),
        json.path("stream_options").path("include_usage").asBoolean(false));
  }

  private static List<Message> messages(JsonNode json) throws Unreadable {
    if (!json.isArray() || json.isEmpty() || json.size() > MAX_MESSAGES) {
      throw new Unreadable("'messages' is an array of 1 to 10000 messages.", "messages");
    }
    List<Message> messages = new ArrayList<>(json.size());
    for (JsonNode message : json) {
      messages.add(message(message, "messages[" + messages.size() + "]"));
    }
    return messages;
  }

  private static Message message(JsonNode json, String param) throws Unreadable {
    String text = text(json.path("content"), param + ".content");
    return switch (json.path("role").asText("")) {
      case "system", "developer" -> new SystemMessage(text);
      case "user" -> new UserMessage(text);
      case "assistant" -> new AssistantMessage(text, toolUses(json.path("tool_calls"), param));
      case "tool" -> new ToolMessage(required(json, "tool_call_id", param), text);
      default ->
          throw new Unreadable(
              "Invalid value for role: " + json.path("role") + ".", param + ".role");
    };
  }

  private static String text(JsonNode content, String param) throws Unreadable {
    if (content.isTextual()) {
      return content.asText();
    }
    if (content.isNull() || content.isMissingNode()) {
      return "";
    }
    if (!content.isArray()) {
      throw new Unreadable("Content is a string or an array of parts.", param);
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  private static List<ToolUse> toolUses(JsonNode json, String param) throws Unreadable {
    List<ToolUse> uses = new ArrayList<>();
    for (JsonNode call : json) {
      JsonNode function = call.path("function");
      uses.add(
          new ToolUse(
              required(call, "id", param + ".tool_calls"),
              required(function, "name", param + ".tool_calls.function"),
              function.path("arguments").asText("{}")));
    }
    return uses;
  }

  private static String required(JsonNode json, String field, String param) throws Unreadable {
    if (!json.path(field).isTextual()) {
      String message = "Missing required parameter: '" + param + "." + field + "'.";
      throw new Unreadable(message, param + "." + field);
    }
    return json.path(field).asText();
  }

  private Toolbox toolbox(JsonNode json) throws Unreadable {
    if (json.size() > MAX_TOOLS) {
      throw new Unreadable("At most " + MAX_TOOLS + " tools may be given.", "tools");
    }
    for (JsonNode tool : json) {
      required(tool.path("function"), "name", "tools.function");
    }
    return json.isEmpty() ? Toolbox.EMPTY : toolboxes.computeIfAbsent(json, ChatReader::opened);
  }

  private static Toolbox opened(JsonNode json) {
    List<OfferedTool> tools = new ArrayList<>();
    for (JsonNode tool : json) {
      JsonNode function = tool.path("function");
      tools.add(
          OfferedTool.of(
              function.path("name").asText(),
              function.path("description").asText(""),
              function.path("parameters")));
    }
    return new Toolbox(tools, json.toString());
  }

  private static String toolChoice(JsonNode json) {
    String name = json.path("function").path("name").asText("");
    return name.isEmpty() ? json.asText("auto") : "=" + name;
  }

  private static @Nullable JsonNode schema(JsonNode format) {
    return switch (format.path("type").asText("text")) {
      case "json_schema" -> format.path("json_schema").path("schema");
      case "json_object" ->
          JsonNodeFactory.instance
              .objectNode()
              .set(
                  "properties",
                  JsonNodeFactory.instance
                      .objectNode()
                      .set("answer", JsonNodeFactory.instance.objectNode().put("type", "string")));
      default -> null;
    };
  }

  private static int maxTokens(JsonNode json) throws Unreadable {
    String name = json.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    if (!json.hasNonNull(name)) {
      return Integer.MAX_VALUE;
    }
    if (!json.path(name).canConvertToInt() || json.path(name).asInt() < 1) {
      throw new Unreadable("Invalid '" + name + "': an integer of at least 1.", name);
    }
    return json.path(name).asInt();
  }
}
