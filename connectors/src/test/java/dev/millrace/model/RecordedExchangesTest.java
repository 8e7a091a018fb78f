// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.token.TokenCounter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the client makes of answers that real providers gave. */
class RecordedExchangesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static List<RecordedExchange> exchanges = List.of();

  @BeforeAll
  static void findRecordings() {
    exchanges = Recordings.with("/chat/completions").toList();
    assumeTrue(!exchanges.isEmpty(), "skipped: no recorded chat completions here");
  }

  @Test
  void readsEveryAnswerAsItWasGiven() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      for (RecordedExchange exchange : exchanges) {
        JsonNode expected = expected(exchange.body());

        Outcome<ModelResponse> outcome = replay(server, exchange);

        if (outcome instanceof Failed<ModelResponse> failed) {
          assertThat(failed.failure().kind()).isEqualTo(recordedFailure(exchange));
        } else {
          assertAnswer(outcome, expected);
        }
      }
    }
  }

  /** What went wrong in these recordings: unknown models, and filters that answer with 200. */
  private static FailureKind recordedFailure(RecordedExchange exchange) throws IOException {
    if (exchange.status() == 404) {
      return FailureKind.UNKNOWN_MODEL;
    }
    assertThat(exchange.body()).contains("\"error\"").contains("content_filter");
    return FailureKind.CONTENT_FILTERED;
  }

  @Test
  void countsNoFewerInputTokensThanProvidersBilled() throws Exception {
    int compared = 0;
    for (RecordedExchange exchange : exchanges) {
      JsonNode request = exchange.request();
      long billed = expected(exchange.body()).path("usage").path("prompt_tokens").asLong(0);
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

  private static void assertAnswer(Outcome<ModelResponse> outcome, JsonNode expected)
      throws IOException {
    ModelResponse answer = ((Succeeded<ModelResponse>) outcome).value();
    JsonNode message = expected.path("message");
    String refusal = message.path("refusal").asText("");
    assertThat(answer.text()).isEqualTo(message.path("content").asText(refusal));
    assertThat(answer.toolUses()).hasSize(message.path("tool_calls").size());
    for (ToolUse use : answer.toolUses()) {
      assertThat(JSON.readTree(use.arguments()).isObject()).isTrue();
      assertThat(use.id()).startsWith("call_");
      assertThat(use.name()).isNotEmpty();
    }
    assertThat(answer.finishReason()).isEqualTo(finishReason(expected, message));
    JsonNode usage = expected.path("usage");
    assertThat(outcome.usage().estimated()).isEqualTo(!usage.isObject());
    if (usage.isObject()) {
      assertUsage(outcome.usage(), usage);
    }
  }

  /** A model that asks for tools is waiting for them, though some say that they just stopped. */
  private static FinishReason finishReason(JsonNode expected, JsonNode message) {
    String told = expected.path("finish_reason").asText();
    if (message.path("content").isNull() && message.path("refusal").isTextual()) {
      return FinishReason.REFUSAL;
    }
    if (told.equals("stop")) {
      return message.path("tool_calls").isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    }
    if (told.equals("function_call")) {
      return FinishReason.OTHER; // of functions, which came before tools; we offer none
    }
    return FinishReason.valueOf(told.toUpperCase(Locale.ROOT));
  }

  private static void assertUsage(Usage usage, JsonNode told) {
    assertThat(usage.inputTokens()).isEqualTo(told.path("prompt_tokens").asLong());
    assertThat(usage.outputTokens()).isEqualTo(told.path("completion_tokens").asLong());
    assertThat(usage.cacheReadInputTokens())
        .isEqualTo(told.path("prompt_tokens_details").path("cached_tokens").asLong(0));
    assertThat(usage.reasoningOutputTokens())
        .isEqualTo(told.path("completion_tokens_details").path("reasoning_tokens").asLong(0));
  }

  private static Outcome<ModelResponse> replay(MockWebServer server, RecordedExchange exchange)
      throws Exception {
    server.enqueue(exchange.response());
    try (HttpModelClient client = client(server)) {
      return client
          .send(
              new ModelRequest(
                  "c",
                  "gpt-4o",
                  List.of(new UserMessage("hi")),
                  List.of(),
                  64,
                  null,
                  null,
                  Duration.ofSeconds(10)))
          .get(20, TimeUnit.SECONDS);
    }
  }

  private static HttpModelClient client(MockWebServer server) {
    return new HttpModelClient(
        HttpModelSettings.of("recorded", server.url("/v1").toString(), () -> ""),
        new OpenAiChat(),
        InstantSource.system());
  }

  /** The message and usage of an answer, put together in the plainest way there is. */
  private static JsonNode expected(String body) throws IOException {
    ObjectNode expected = JSON.createObjectNode();
    if (body.stripLeading().startsWith("{")) {
      JsonNode whole = JSON.readTree(body);
      expected.set("message", whole.path("choices").path(0).path("message"));
      expected.set("usage", whole.path("usage"));
      expected.set("finish_reason", whole.path("choices").path(0).path("finish_reason"));
      return expected;
    }
    StringBuilder content = new StringBuilder();
    ObjectNode toolCalls = JSON.createObjectNode();
    for (String line : body.lines().filter(l -> l.startsWith("data: {")).toList()) {
      JsonNode chunk = JSON.readTree(line.substring(6));
      for (JsonNode choice : chunk.path("choices")) {
        if (choice.path("index").asInt() == 0) {
          content.append(choice.path("delta").path("content").asText(""));
          if (choice.path("finish_reason").isTextual()) {
            expected.set("finish_reason", choice.path("finish_reason"));
          }
          choice
              .path("delta")
              .path("tool_calls")
              .forEach(call -> toolCalls.set(call.path("index").asText(), call));
        }
      }
      if (chunk.path("usage").isObject()) {
        expected.set("usage", chunk.path("usage"));
      }
    }
    expected.putObject("message").put("content", content.toString()).set("tool_calls", toolCalls);
    return expected;
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
