// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.recorded.RecordedExchange;
import dev.millrace.recorded.Recordings;
import dev.millrace.token.TokenCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What we count of requests that real providers billed. */
class RecordedExchangesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static List<RecordedExchange> exchanges = List.of();

  @BeforeAll
  static void findRecordings() {
    exchanges = Recordings.with("/chat/completions").toList();
    assumeTrue(!exchanges.isEmpty(), "skipped: no recorded chat completions here");
  }

  @Test
  void countsNoFewerInputTokensThanProvidersBilled() throws Exception {
    int compared = 0;
    for (RecordedExchange exchange : exchanges) {
      JsonNode request = exchange.request();
      long billed = usage(exchange.body()).path("prompt_tokens").asLong(0);
      String model = request.path("model").asText();
      if (billed == 0 || !model.startsWith("gpt") || !isPlain(request)) {
        continue;
      }
      int bound = TokenCounter.forModel(model).countMessages(messages(request), tools(request));
      assertThat((long) bound).as(request.toString()).isGreaterThanOrEqualTo(billed);
      compared++;
    }
    assertThat(compared).isPositive();
  }

  /** The usage of an answer, whole or streamed; missing if it tells none. */
  private static JsonNode usage(String body) throws IOException {
    if (body.stripLeading().startsWith("{")) {
      return JSON.readTree(body).path("usage");
    }
    JsonNode usage = MissingNode.getInstance();
    for (String line : body.lines().filter(l -> l.startsWith("data: {")).toList()) {
      JsonNode told = JSON.readTree(line.substring(6)).path("usage");
      usage = told.isObject() ? told : usage;
    }
    return usage;
  }

  /** True for texts and tools only: pictures and old functions are not ours to count. */
  private static boolean isPlain(JsonNode request) {
    for (JsonNode message : request.path("messages")) {
      if (!message.path("content").isTextual() && !message.path("content").isNull()) {
        return false;
      }
    }
    return !request.has("functions") && !request.has("response_format");
  }

  private static List<Message> messages(JsonNode request) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : request.path("messages")) {
      String content = message.path("content").asText("");
      messages.add(
          switch (message.path("role").asText()) {
            case "system" -> new SystemMessage(content);
            case "tool" -> new ToolMessage(message.path("tool_call_id").asText(), content);
            case "assistant" -> new AssistantMessage(content, toolUses(message));
            default -> new UserMessage(content);
          });
    }
    return messages;
  }

  private static List<ToolUse> toolUses(JsonNode message) {
    List<ToolUse> uses = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      uses.add(
          new ToolUse(
              call.path("id").asText(),
              function.path("name").asText(),
              function.path("arguments").asText()));
    }
    return uses;
  }

  private static List<ToolSpec> tools(JsonNode request) {
    List<ToolSpec> tools = new ArrayList<>();
    for (JsonNode tool : request.path("tools")) {
      JsonNode function = tool.path("function");
      tools.add(
          new ToolSpec(
              function.path("name").asText(),
              function.path("description").asText(""),
              function.path("parameters").toString()));
    }
    return tools;
  }
}
