// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelOptions;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.Provider;
import dev.millrace.model.ReasoningEffort;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResponseRequestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLOSED =
      "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}},\"required\":[\"q\"],"
          + "\"additionalProperties\":false}";

  @Test
  void writesAConversation() throws Exception {
    ModelRequest request =
        new ModelRequest(
            "c",
            "gpt-5.4",
            List.of(
                new SystemMessage("Be brief."),
                new UserMessage("hello"),
                new AssistantMessage("I look.", List.of(new ToolUse("t1", "find", "{\"q\":1}"))),
                new ToolMessage("t1", "found"),
                new SystemMessage("Be kind.")),
            List.of(
                new ToolSpec("find", "Finds.", CLOSED),
                new ToolSpec("open", "", "{\"type\":\"object\"}")),
            500,
            0.5,
            null,
            Duration.ofSeconds(1));

    assertThat(Provider.body(new OpenAiResponses(), request))
        .isEqualTo(
            JSON.readTree(
                """
                {"model": "gpt-5.4",
                 "instructions": "Be brief.\\n\\nBe kind.",
                 "input": [
                   {"type": "message", "role": "user", "content": "hello"},
                   {"type": "message", "role": "assistant", "content": "I look."},
                   {"type": "function_call", "call_id": "t1", "name": "find",
                    "arguments": "{\\"q\\":1}"},
                   {"type": "function_call_output", "call_id": "t1", "output": "found"}],
                 "tools": [
                   {"type": "function", "name": "find", "description": "Finds.", "strict": true,
                    "parameters": %s},
                   {"type": "function", "name": "open", "strict": false,
                    "parameters": {"type": "object"}}],
                 "max_output_tokens": 500,
                 "temperature": 0.5,
                 "stream": true,
                 "store": false}
                """
                    .formatted(CLOSED)));
  }

  @Test
  void holdsAnAnswerToASchema() throws Exception {
    JsonNode held = body(ModelOptions.DEFAULT, CLOSED).path("text").path("format");
    JsonNode guided = body(ModelOptions.DEFAULT, "{\"type\":\"object\"}").path("text");

    assertThat(held.path("type").asText()).isEqualTo("json_schema");
    assertThat(held.path("name").asText()).isEqualTo("answer");
    assertThat(held.path("strict").asBoolean()).isTrue();
    assertThat(held.path("schema")).isEqualTo(JSON.readTree(CLOSED));
    assertThat(guided.path("format").path("strict").asBoolean()).isFalse();
  }

  @Test
  void asksForWhatTheOptionsSay() throws Exception {
    ModelOptions options =
        ModelOptions.DEFAULT
            .withReasoningEffort(ReasoningEffort.LOW)
            .withPromptCacheKey("run-1")
            .withStreaming(false)
            .withPrefill("{");

    JsonNode body = body(options, null);

    assertThat(body.path("reasoning").path("effort").asText()).isEqualTo("low");
    assertThat(body.path("prompt_cache_key").asText()).isEqualTo("run-1");
    assertThat(body.has("stream")).isFalse();
    assertThat(body.path("input")).hasSize(1);
  }

  @Test
  void neverAsksForFewerTokensThanTheApiAllows() throws Exception {
    ModelRequest request =
        new ModelRequest("c", "m", List.of(), List.of(), 1, null, null, Duration.ofSeconds(1));

    JsonNode body = Provider.body(new OpenAiResponses(), request);

    assertThat(body.path("max_output_tokens").asInt()).isEqualTo(16);
    assertThat(body.path("input").path(0).path("content").asText()).isEqualTo("(nothing)");
  }

  @Test
  void shortensIdsOfOtherProvidersTheSameEverywhere() throws Exception {
    String id = "i".repeat(65);
    List<Message> messages =
        List.of(
            new AssistantMessage("", List.of(new ToolUse(id, "find", "{}"))),
            new ToolMessage(id, "found"));

    JsonNode input =
        Provider.body(new OpenAiResponses(), Provider.request("m", messages, null)).path("input");

    assertThat(input.path(0).path("call_id").asText()).hasSizeLessThanOrEqualTo(64);
    assertThat(input.path(1).path("call_id")).isEqualTo(input.path(0).path("call_id"));
  }

  private static JsonNode body(ModelOptions options, @Nullable String schema) throws IOException {
    ModelRequest request = Provider.request("m", List.of(new UserMessage("hello")), schema);
    return Provider.body(new OpenAiResponses(), request.withOptions(options));
  }
}
