// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.model.Message;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ToolSpec;
import dev.millrace.recorded.RecordedExchange;
import dev.millrace.recorded.Recordings;
import dev.millrace.token.TokenCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What we count of requests that Anthropic billed. */
class RecordedMessagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void countsNoFewerInputTokensThanAnthropicBilled() throws Exception {
    List<RecordedExchange> exchanges = Recordings.with("/v1/messages").toList();
    assumeTrue(!exchanges.isEmpty(), "skipped: no recordings here, see -Dmillrace.data");
    for (RecordedExchange exchange : exchanges) {
      JsonNode request = exchange.request();
      JsonNode usage = usage(exchange.body());
      long billed =
          usage.path("input_tokens").asLong()
              + usage.path("cache_read_input_tokens").asLong(0)
              + usage.path("cache_creation_input_tokens").asLong(0);

      TokenCounter counter = TokenCounter.forModel(request.path("model").asText());
      int bound = counter.countMessages(messages(request), tools(request));

      assertThat((long) bound).as(request.toString()).isGreaterThanOrEqualTo(billed);
    }
  }

  private static List<Message> messages(JsonNode request) {
    List<Message> messages = new ArrayList<>();
    messages.add(new SystemMessage(text(request.path("system"))));
    for (JsonNode message : request.path("messages")) {
      messages.add(new UserMessage(text(message.path("content"))));
    }
    return messages;
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode block : content) {
      text.append(block.has("text") ? block.path("text").asText() : block.toString());
    }
    return text.toString();
  }

  private static List<ToolSpec> tools(JsonNode request) {
    List<ToolSpec> tools = new ArrayList<>();
    for (JsonNode tool : request.path("tools")) {
      tools.add(
          new ToolSpec(
              tool.path("name").asText(),
              tool.path("description").asText(""),
              tool.path("input_schema").toString()));
    }
    return tools;
  }

  /** The usage of a message, whole or as its stream begins. */
  private static JsonNode usage(String body) throws IOException {
    if (body.startsWith("{")) {
      return JSON.readTree(body).path("usage");
    }
    String first = body.lines().filter(line -> line.startsWith("data: ")).findFirst().orElse("{}");
    return JSON.readTree(first.substring(first.indexOf('{'))).path("message").path("usage");
  }
}
