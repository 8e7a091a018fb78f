// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import static dev.millrace.model.Provider.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import dev.millrace.model.Message;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.Provider;
import dev.millrace.model.RecordedExchange;
import dev.millrace.model.Recordings;
import dev.millrace.model.ToolSpec;
import dev.millrace.token.TokenCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the client makes of messages that Anthropic gave. */
class RecordedMessagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void readsEveryAnswerAsItWasGiven() throws Exception {
    List<RecordedExchange> exchanges = Recordings.with("/v1/messages").toList();
    assumeTrue(!exchanges.isEmpty(), "skipped: no recordings here, see -Dmillrace.data");
    try (Provider provider = new Provider(new AnthropicMessages())) {
      for (RecordedExchange exchange : exchanges) {
        String model = exchange.request().path("model").asText();

        Succeeded<ModelResponse> read =
            succeeded(provider.answer(exchange.response(), Provider.request(model)));

        assertSame(read, message(exchange.body()));
      }
    }
  }

  @Test
  void countsNoFewerInputTokensThanAnthropicBilled() throws Exception {
    List<RecordedExchange> exchanges = Recordings.with("/v1/messages").toList();
    assumeTrue(!exchanges.isEmpty(), "skipped: no recordings here, see -Dmillrace.data");
    for (RecordedExchange exchange : exchanges) {
      JsonNode request = exchange.request();
      JsonNode usage = message(exchange.body()).path("usage");
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

  private static void assertSame(Succeeded<ModelResponse> read, JsonNode message)
      throws IOException {
    ModelResponse answer = read.value();
    StringBuilder text = new StringBuilder();
    int uses = 0;
    for (JsonNode block : message.path("content")) {
      text.append(block.path("text").asText(""));
      if (block.path("type").asText().equals("tool_use")) {
        assertThat(answer.toolUses().get(uses).id()).isEqualTo(block.path("id").asText());
        assertThat(answer.toolUses().get(uses).name()).isEqualTo(block.path("name").asText());
        assertThat(JSON.readTree(answer.toolUses().get(uses).arguments()))
            .isEqualTo(block.path("input"));
        uses++;
      }
    }
    assertThat(answer.text()).isEqualTo(text.toString());
    assertThat(answer.toolUses()).hasSize(uses);
    assertThat(answer.model()).isEqualTo(message.path("model").asText());
    boolean toTools = message.path("stop_reason").asText().equals("tool_use");
    assertThat(answer.finishReason())
        .isEqualTo(toTools ? FinishReason.TOOL_CALLS : FinishReason.STOP);
    assertUsage(read.usage(), message.path("usage"));
  }

  private static void assertUsage(Usage usage, JsonNode told) {
    long read = told.path("cache_read_input_tokens").asLong(0);
    long written = told.path("cache_creation_input_tokens").asLong(0);
    assertThat(usage.estimated()).isFalse();
    assertThat(usage.inputTokens()).isEqualTo(told.path("input_tokens").asLong() + read + written);
    assertThat(usage.outputTokens()).isEqualTo(told.path("output_tokens").asLong());
    assertThat(usage.cacheReadInputTokens()).isEqualTo(read);
    assertThat(usage.cacheWriteInputTokens()).isEqualTo(written);
    assertThat(usage.cacheWrite1hInputTokens())
        .isEqualTo(told.path("cache_creation").path("ephemeral_1h_input_tokens").asLong(0));
  }

  /** A stream's message, put together in the plainest way there is: what comes is laid over. */
  private static JsonNode message(String body) throws IOException {
    if (body.startsWith("{")) {
      return JSON.readTree(body);
    }
    ObjectNode message = JSON.createObjectNode();
    for (String line : body.lines().filter(each -> each.startsWith("data: ")).toList()) {
      JsonNode event = JSON.readTree(line.substring(6));
      message.setAll((ObjectNode) event.path("message").require().deepCopy());
      break;
    }
    ArrayNode content = message.putArray("content");
    StringBuilder input = new StringBuilder();
    for (String line : body.lines().filter(each -> each.startsWith("data: ")).toList()) {
      JsonNode event = JSON.readTree(line.substring(6));
      if (event.has("content_block")) {
        input.setLength(0);
        content.add(event.path("content_block"));
      }
      JsonNode delta = event.path("delta");
      ObjectNode block = content.isEmpty() ? message : (ObjectNode) content.get(content.size() - 1);
      if (delta.has("text")) {
        block.put("text", block.path("text").asText() + delta.path("text").asText());
      }
      if (delta.has("partial_json")) {
        input.append(delta.path("partial_json").asText());
      }
      if (event.path("type").asText().equals("content_block_stop") && !input.isEmpty()) {
        block.set("input", JSON.readTree(input.toString()));
      }
      if (delta.has("stop_reason")) {
        message.set("stop_reason", delta.path("stop_reason"));
        ((ObjectNode) message.path("usage")).setAll((ObjectNode) event.path("usage"));
      }
    }
    return message;
  }
}
