// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.embedding.EmbeddingRequest;
import dev.millrace.embedding.EmbeddingRequest.Encoding;
import dev.millrace.embedding.OpenAiEmbeddings;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.OfficialDescription.Checked;
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.model.chat.OutputLimit;
import dev.millrace.model.responses.OpenAiResponses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every shape of request that we send to OpenAI is one that its own description allows. */
class OfficialRequestsTest {
  private static final List<String> PARTS_OF_CHAT =
      List.of(
          "ChatCompletionRequestSystemMessage",
          "ChatCompletionRequestUserMessage",
          "ChatCompletionRequestAssistantMessage",
          "ChatCompletionRequestToolMessage",
          "ChatCompletionMessageToolCall",
          "ChatCompletionTool",
          "FunctionObject",
          "ResponseFormatJsonSchema");

  private static final List<String> PARTS_OF_RESPONSES =
      List.of(
          "EasyInputMessage",
          "FunctionToolCall",
          "FunctionCallOutputItemParam",
          "FunctionTool",
          "TextResponseFormatJsonSchema",
          "Reasoning");

  private static final String CLOSED =
      "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":[\"string\",\"null\"]}},"
          + "\"required\":[\"q\"],\"additionalProperties\":false}";

  private static Optional<OfficialDescription> description = Optional.empty();

  @BeforeAll
  static void findDescription() {
    description = OfficialDescription.find();
    assumeTrue(description.isPresent(), "skipped: no spec-openai here, see -Dmillrace.data");
  }

  @Test
  void completionsAreAskedForAsDescribed() throws Exception {
    Checked schema = description.orElseThrow().schema("CreateChatCompletionRequest", PARTS_OF_CHAT);

    for (ModelRequest request : everyShape()) {
      assertFits(schema, Provider.body(new OpenAiChat(), request));
      assertFits(schema, Provider.body(new OpenAiChat(OutputLimit.MAX_TOKENS), request));
    }
  }

  @Test
  void responsesAreAskedForAsDescribed() throws Exception {
    Checked schema = description.orElseThrow().schema("CreateResponse", PARTS_OF_RESPONSES);

    for (ModelRequest request : everyShape()) {
      assertFits(schema, Provider.body(new OpenAiResponses(), request));
    }
  }

  @Test
  void embeddingsAreAskedForAsDescribed() throws Exception {
    Checked schema = description.orElseThrow().schema("CreateEmbeddingRequest", List.of());
    Duration timeout = Duration.ofSeconds(10);

    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String url = server.url("/v1").toString();
      HttpModelSettings settings = HttpModelSettings.of("test", url, () -> "");
      try (OpenAiEmbeddings client = new OpenAiEmbeddings(settings, Provider.NOON)) {
        for (Encoding encoding : Encoding.values()) {
          for (Integer dimensions : new Integer[] {null, 256}) {
            List<String> texts = List.of("hello", "both");
            server.enqueue(Provider.status(500, "{}"));
            client
                .send(new EmbeddingRequest("m", texts, dimensions, encoding, timeout))
                .get(10, TimeUnit.SECONDS);
            assertFits(schema, WireJson.read(server.takeRequest().getBody().utf8()));
          }
        }
      }
    }
  }

  /** What is checked can fail: a field that nobody knows does, wherever it stands. */
  private static void assertFits(Checked schema, JsonNode body) throws IOException {
    assertThat(schema.mistakes(body)).as(body.toPrettyString()).isEmpty();
    ObjectNode misspelt = body.deepCopy();
    misspelt.put("max_outptu_tokens", 1);
    assertThat(schema.mistakes(misspelt)).isNotEmpty();
    for (String list : List.of("messages", "input", "tools")) {
      for (int at = 0; at < body.path(list).size(); at++) {
        ObjectNode inner = body.deepCopy();
        if (inner.path(list).path(at) instanceof ObjectNode part) {
          part.put("contnet", "x");
          assertThat(schema.mistakes(inner)).as(inner.toPrettyString()).isNotEmpty();
        }
      }
    }
  }

  private static List<ModelRequest> everyShape() {
    List<ModelRequest> shapes = new ArrayList<>();
    for (List<Message> messages :
        List.of(List.<Message>of(new UserMessage("hello")), conversation())) {
      for (List<ToolSpec> tools : List.of(List.<ToolSpec>of(), tools())) {
        shapes.add(request(messages, tools, null, null, 1, ModelOptions.DEFAULT));
        shapes.add(request(messages, tools, 0.5, CLOSED, 64, ModelOptions.DEFAULT));
        shapes.add(request(messages, tools, 2.0, "{\"type\":\"object\"}", 64, whole()));
      }
    }
    shapes.add(request(conversation(), List.of(), 0.5, CLOSED, 64, predicted()));
    shapes.add(request(conversation(), tools(), null, null, 64, predicted()));
    for (ReasoningEffort effort : ReasoningEffort.values()) {
      ModelOptions thinking = whole().withReasoningEffort(effort).withPromptCacheKey("run-1");
      shapes.add(request(conversation(), tools(), null, null, 64, thinking));
    }
    return shapes;
  }

  private static ModelOptions predicted() {
    return ModelOptions.DEFAULT.withPrediction("Hello to both.");
  }

  private static ModelOptions whole() {
    return ModelOptions.DEFAULT.withStreaming(false).withPrefill("{");
  }

  private static List<Message> conversation() {
    return List.of(
        new SystemMessage("Be brief."),
        new UserMessage("hello"),
        new AssistantMessage("Hello.", List.of()),
        new UserMessage("find both"),
        new AssistantMessage(
            "I look.",
            List.of(
                new ToolUse("t1", "find", "{\"q\":null}", "signed"),
                new ToolUse("i".repeat(40), "open", "no json"))),
        new ToolMessage("t1", "{\"found\":1}"),
        new ToolMessage("i".repeat(40), ""));
  }

  private static List<ToolSpec> tools() {
    return List.of(
        new ToolSpec("find", "Finds.", CLOSED), new ToolSpec("open", "", "{\"type\":\"object\"}"));
  }

  private static ModelRequest request(
      List<Message> messages,
      List<ToolSpec> tools,
      @Nullable Double temperature,
      @Nullable String schema,
      int maxOutputTokens,
      ModelOptions options) {
    return new ModelRequest(
        "c",
        "gpt-5.4",
        messages,
        tools,
        maxOutputTokens,
        temperature,
        schema,
        Duration.ofSeconds(1),
        options);
  }
}
