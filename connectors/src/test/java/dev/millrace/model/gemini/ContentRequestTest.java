// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentRequestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}}}";
  private static final ToolSpec FIND = new ToolSpec("find", "Finds.", SCHEMA);

  @Test
  void writesAConversation() throws Exception {
    String made = MadeIds.of("c", 1);
    List<Message> messages =
        List.of(
            new SystemMessage("Be brief."),
            new UserMessage("hello"),
            new AssistantMessage(
                "I look.",
                List.of(
                    new ToolUse("t1", "find", "{\"q\":1}", "c2ln"),
                    new ToolUse(made, "count", "oops"))),
            new ToolMessage("t1", "{\"found\":[1]}"),
            new ToolMessage(made, "two"),
            new UserMessage("and?"));
    ModelRequest request =
        new ModelRequest(
            "c",
            "gemini-2.5-flash",
            messages,
            List.of(FIND, new ToolSpec("count", "Counts.", "{\"type\":\"object\"}")),
            500,
            0.5,
            null,
            Duration.ofSeconds(1));

    assertThat(Provider.body(new Gemini(), request))
        .isEqualTo(
            JSON.readTree(
                """
                {"systemInstruction": {"parts": [{"text": "Be brief."}]},
                 "contents": [
                   {"role": "user", "parts": [{"text": "hello"}]},
                   {"role": "model", "parts": [
                     {"text": "I look."},
                     {"functionCall": {"id": "t1", "name": "find", "args": {"q": 1}},
                      "thoughtSignature": "c2ln"},
                     {"functionCall": {"name": "count", "args": {"arguments": "oops"}}}]},
                   {"role": "user", "parts": [
                     {"functionResponse": {"id": "t1", "name": "find",
                      "response": {"found": [1]}}},
                     {"functionResponse": {"name": "count", "response": {"output": "two"}}}]},
                   {"role": "user", "parts": [{"text": "and?"}]}],
                 "tools": [{"functionDeclarations": [
                   {"name": "find", "description": "Finds.",
                    "parameters": {"type": "OBJECT", "properties": {"q": {"type": "STRING"}}}},
                   {"name": "count", "description": "Counts."}]}],
                 "generationConfig": {"maxOutputTokens": 500, "temperature": 0.5}}
                """));
  }

  @Test
  void marksCallsThatAnotherModelMadeForThoseThatRefuseUnsignedOnes() throws Exception {
    List<Message> messages =
        List.of(
            new UserMessage("hello"),
            new AssistantMessage(
                "", List.of(new ToolUse("a", "find", "{}"), new ToolUse("b", "find", "{}"))),
            new ToolMessage("a", "1"),
            new ToolMessage("b", "2"));

    JsonNode parts =
        Provider.body(new Gemini(), Provider.request("gemini-3-pro-preview", messages, null))
            .path("contents")
            .path(1)
            .path("parts");

    assertThat(parts.path(0).path("thoughtSignature").asText())
        .isEqualTo("skip_thought_signature_validator");
    assertThat(parts.path(1).has("thoughtSignature")).as("the first speaks for all").isFalse();
  }

  @Test
  void holdsAnAnswerToASchema() throws Exception {
    JsonNode config = body("gemini-2.5-flash", SCHEMA, null).path("generationConfig");

    assertThat(config.path("responseMimeType").asText()).isEqualTo("application/json");
    assertThat(config.path("responseSchema").path("type").asText()).isEqualTo("OBJECT");
    assertThat(config.has("responseJsonSchema")).isFalse();
  }

  @Test
  void tellsAnOlderModelTheSchemaInWordsWhereItIsOfferedTools() throws Exception {
    JsonNode older = withTools("gemini-2.5-flash");
    JsonNode newer = withTools("gemini-3.1-pro");

    assertThat(older.path("generationConfig").has("responseMimeType")).isFalse();
    assertThat(older.path("systemInstruction").path("parts").path(0).path("text").asText())
        .endsWith(SCHEMA);
    assertThat(newer.path("generationConfig").has("responseSchema")).isTrue();
    assertThat(newer.has("systemInstruction")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash, NONE, 4000, thinkingBudget, 0",
    "gemini-2.5-pro, NONE, 4000, thinkingBudget, 128",
    "gemini-2.5-flash-lite, MINIMAL, 4000, thinkingBudget, 512",
    "gemini-2.5-flash, LOW, 4000, thinkingBudget, 1000",
    "gemini-2.5-flash, MEDIUM, 4000, thinkingBudget, 2000",
    "gemini-2.5-flash, HIGH, 4000, thinkingBudget, 3000",
    "gemini-2.5-flash, HIGH, 64000, thinkingBudget, 24576",
    "gemini-2.5-flash, HIGH, 100, thinkingBudget, 0",
    "gemini-3-pro-preview, NONE, 100, thinkingLevel, LOW",
    "gemini-3-flash-preview, MINIMAL, 100, thinkingLevel, LOW",
    "gemini-3-pro-preview, MEDIUM, 100, thinkingLevel, HIGH",
    "gemini-3.8-flash, MEDIUM, 100, thinkingLevel, MEDIUM",
    "gemini-flash-latest, HIGH, 100, thinkingLevel, HIGH",
    "gemini-3.8-flash, HIGH, 100, thinkingLevel, HIGH"
  })
  void asksForThoughtInTheWayOfTheModel(
      String model, ReasoningEffort effort, int limit, String field, String expected)
      throws Exception {
    ModelRequest request =
        new ModelRequest(
            "c",
            model,
            List.of(),
            List.of(),
            limit,
            null,
            null,
            Duration.ofSeconds(1),
            ModelOptions.DEFAULT.withReasoningEffort(effort));

    JsonNode body = Provider.body(new Gemini(), request);

    JsonNode thinking = body.path("generationConfig").path("thinkingConfig");
    assertThat(thinking.path(field).asText()).isEqualTo(expected);
    assertThat(thinking).hasSize(1);
    assertThat(body.path("contents").path(0).path("parts").path(0).path("text").asText())
        .isEqualTo("(nothing)");
  }

  @Test
  void asksForNoThoughtOfAModelThatHasNone() throws Exception {
    JsonNode body = body("gemini-2.0-flash", null, ReasoningEffort.HIGH);

    assertThat(body.path("generationConfig").has("thinkingConfig")).isFalse();
  }

  private static JsonNode withTools(String model) throws IOException {
    return Provider.body(
        new Gemini(),
        new ModelRequest(
            "c", model, List.of(), List.of(FIND), 64, null, SCHEMA, Duration.ofSeconds(1)));
  }

  private static JsonNode body(
      String model, @Nullable String schema, @Nullable ReasoningEffort effort) throws IOException {
    ModelRequest request = Provider.request(model, List.of(new UserMessage("hello")), schema);
    return Provider.body(
        new Gemini(), request.withOptions(ModelOptions.DEFAULT.withReasoningEffort(effort)));
  }
}
