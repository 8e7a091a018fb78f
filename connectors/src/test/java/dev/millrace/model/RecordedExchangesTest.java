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
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.token.TokenCounter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the client makes of answers that real providers gave. */
class RecordedExchangesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static List<JsonNode> exchanges = List.of();

  @BeforeAll
  static void findRecordings() {
    Optional<java.nio.file.Path> folder = Recordings.folder();
    assumeTrue(folder.isPresent(), "skipped: no recordings here, see -Dmillrace.data");
    exchanges = Recordings.exchanges(folder.orElseThrow()).toList();
    assumeTrue(!exchanges.isEmpty(), "skipped: no recorded chat completions here");
  }

  @Test
  void readsEveryAnswerAsItWasGiven() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      for (JsonNode exchange : exchanges) {
        JsonNode expected = expected(body(exchange));

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
  private static FailureKind recordedFailure(JsonNode exchange) throws IOException {
    if (status(exchange) == 404) {
      return FailureKind.UNKNOWN_MODEL;
    }
    assertThat(body(exchange)).contains("\"error\"").contains("content_filter");
    return FailureKind.CONTENT_FILTERED;
  }

  @Test
  void countsNoFewerInputTokensThanProvidersBilled() throws Exception {
    int compared = 0;
    for (JsonNode exchange : exchanges) {
      JsonNode request = JSON.readTree(exchange.path("request").path("body").asText("{}"));
      long billed = expected(body(exchange)).path("usage").path("prompt_tokens").asLong(0);
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
    JsonNode usage = expected.path("usage");
    assertThat(outcome.usage().estimated()).isEqualTo(!usage.isObject());
    if (usage.isObject()) {
      assertUsage(outcome.usage(), usage);
    }
  }

  private static void assertUsage(Usage usage, JsonNode told) {
    assertThat(usage.inputTokens()).isEqualTo(told.path("prompt_tokens").asLong());
    assertThat(usage.outputTokens()).isEqualTo(told.path("completion_tokens").asLong());
    assertThat(usage.cacheReadInputTokens())
        .isEqualTo(told.path("prompt_tokens_details").path("cached_tokens").asLong(0));
    assertThat(usage.reasoningOutputTokens())
        .isEqualTo(told.path("completion_tokens_details").path("reasoning_tokens").asLong(0));
  }

  private static Outcome<ModelResponse> replay(MockWebServer server, JsonNode exchange)
      throws Exception {
    MockResponse.Builder response = new MockResponse.Builder().code(status(exchange));
    JsonNode headers = exchange.path("response").path("headers");
    for (String name : List.of("Content-Type", "content-type")) {
      if (headers.has(name)) {
        response.setHeader("Content-Type", headers.path(name).path(0).asText());
      }
    }
    server.enqueue(response.body(new Buffer().writeUtf8(body(exchange))).build());
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

  private static int status(JsonNode exchange) {
    JsonNode response = exchange.path("response");
    return response.path("status").path("code").asInt(response.path("status_code").asInt());
  }

  private static String body(JsonNode exchange) throws IOException {
    JsonNode body = exchange.path("response").path("body");
    JsonNode content = body.isObject() ? body.path("string") : body;
    if (!content.isBinary()) {
      return content.asText();
    }
    byte[] bytes = content.binaryValue();
    boolean zipped = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    return zipped
        ? new String(
            new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(),
            StandardCharsets.UTF_8)
        : new String(bytes, StandardCharsets.UTF_8);
  }

  /** The message and usage of an answer, put together in the plainest way there is. */
  private static JsonNode expected(String body) throws IOException {
    ObjectNode expected = JSON.createObjectNode();
    if (body.stripLeading().startsWith("{")) {
      JsonNode whole = JSON.readTree(body);
      expected.set("message", whole.path("choices").path(0).path("message"));
      expected.set("usage", whole.path("usage"));
      return expected;
    }
    StringBuilder content = new StringBuilder();
    ObjectNode toolCalls = JSON.createObjectNode();
    for (String line : body.lines().filter(l -> l.startsWith("data: {")).toList()) {
      JsonNode chunk = JSON.readTree(line.substring(6));
      for (JsonNode choice : chunk.path("choices")) {
        if (choice.path("index").asInt() == 0) {
          content.append(choice.path("delta").path("content").asText(""));
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
