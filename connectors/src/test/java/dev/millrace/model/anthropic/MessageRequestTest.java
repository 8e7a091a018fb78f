// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import static dev.millrace.model.Provider.body;
import static dev.millrace.model.Provider.request;
import static dev.millrace.model.Provider.stream;
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
import java.time.Duration;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageRequestTest {
  private static final String CLOSED =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],"
          + "\"additionalProperties\":false}";
  private static final String OPEN = "{\"type\":\"object\",\"properties\":{\"a\":{}}}";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AnthropicMessages PROTOCOL = new AnthropicMessages();

  @Test
  void sendsAConversationAsTheApiTakesIt() throws Exception {
    ModelRequest request =
        new ModelRequest(
            "run-1/0/1",
            "claude-sonnet-4-5",
            List.of(
                new SystemMessage("be brief"),
                new UserMessage("hello"),
                new AssistantMessage(
                    "I look. ",
                    List.of(
                        new ToolUse("t1", "find", "{\"q\":1}"),
                        new ToolUse("t:2", "find", "oops"))),
                new ToolMessage("t1", "found"),
                new ToolMessage("t:2", "not found"),
                new UserMessage("and now?")),
            List.of(new ToolSpec("find", "finds", "{\"properties\":{}}")),
            100,
            1.5,
            null,
            Duration.ofSeconds(10));

    try (Provider provider = new Provider(PROTOCOL)) {
      provider.answer(stream(Events.STOP), request);
      RecordedRequest sent = provider.server.takeRequest();

      assertThat(sent.getTarget()).isEqualTo("/v1/messages");
      assertThat(sent.getHeaders().get("x-api-key")).isEqualTo(Provider.KEY);
      assertThat(sent.getHeaders().get("Authorization")).isNull();
      assertThat(sent.getHeaders().get("anthropic-version")).isEqualTo("2023-06-01");
      assertThat(sent.getHeaders().get("Idempotency-Key")).isEqualTo("run-1/0/1");
      assertThat(JSON.readTree(sent.getBody().utf8()))
          .isEqualTo(
              JSON.readTree(
                  """
                  {"model":"claude-sonnet-4-5","max_tokens":100,
                   "system":[{"type":"text","text":"be brief"}],
                   "messages":[
                    {"role":"user","content":[{"type":"text","text":"hello"}]},
                    {"role":"assistant","content":[
                      {"type":"text","text":"I look."},
                      {"type":"tool_use","id":"t1","name":"find","input":{"q":1}},
                      {"type":"tool_use","id":"t_2","name":"find","input":{"arguments":"oops"}}]},
                    {"role":"user","content":[
                      {"type":"tool_result","tool_use_id":"t1","content":"found"},
                      {"type":"tool_result","tool_use_id":"t_2","content":"not found"},
                      {"type":"text","text":"and now?"}]}],
                   "tools":[{"name":"find","description":"finds",
                     "input_schema":{"properties":{},"type":"object"}}],
                   "temperature":1.0,"stream":true}
                  """));
    }
  }

  @Test
  void namesToolsThatWereUsedWhereNoneIsOfferedAnyMore() throws Exception {
    JsonNode body = body(PROTOCOL, request("claude-sonnet-4-5", afterTools(), null));

    assertThat(body.path("tools").findValuesAsText("name")).containsExactly("find");
    assertThat(body.path("tool_choice").path("type").asText()).isEqualTo("none");
  }

  @Test
  void leavesOutWhatHasNoWords() throws Exception {
    List<Message> empty = List.of(new SystemMessage(" "), new UserMessage(""));

    JsonNode body = body(PROTOCOL, request("claude-sonnet-4-5", empty, null));

    assertThat(body.has("system")).isFalse();
    assertThat(body.path("messages")).hasSize(1);
    assertThat(body.at("/messages/0/content/0/text").asText()).isNotBlank();
  }

  // Structured output.

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4-5-20250929, true",
    "claude-opus-4-1-20250805, true",
    "us.anthropic.claude-haiku-4-5-20251001-v1:0, true",
    "claude-fable-5, true",
    "claude-sonnet-4-20250514, false",
    "claude-3-7-sonnet-20250219, false",
    "claude-2.1, false",
    "glm-4.6, false"
  })
  void holdsAnswersToASchemaWhereTheModelCanBeHeld(String model, boolean held) throws Exception {
    JsonNode body = body(PROTOCOL, request(model, List.of(new UserMessage("x")), CLOSED));

    assertThat(body.at("/output_config/format/type").asText()).isEqualTo(held ? "json_schema" : "");
    assertThat(body.at("/tool_choice/name").asText()).isEqualTo(held ? "" : "give_answer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"object\",\"properties\":{\"a\":{}}}",
        "{\"type\":\"object\",\"additionalProperties\":{}}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":0}},"
            + "\"additionalProperties\":false}",
        "{\"anyOf\":[{\"type\":\"object\"}]}"
      })
  void forcesAToolForSchemasThatTheApiRefuses(String schema) throws Exception {
    JsonNode body =
        body(PROTOCOL, request("claude-sonnet-4-5", List.of(new UserMessage("x")), schema));

    assertThat(body.has("output_config")).isFalse();
    assertThat(body.at("/tool_choice/type").asText()).isEqualTo("tool");
    assertThat(body.at("/tools/0/name").asText()).isEqualTo("give_answer");
  }

  @Test
  void takesAFieldThatIsNamedLikeABoundForAField() throws Exception {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"minimum\":{\"enum\":[{\"not\":1}]}},"
            + "\"additionalProperties\":false}";

    assertThat(OutputSchema.isHeldTo(JSON.readTree(schema))).isTrue();
  }

  // Thinking.

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4-5, 8000, MINIMAL, 1024",
    "claude-sonnet-4-5, 8000, LOW, 2000",
    "claude-sonnet-4-5, 8000, MEDIUM, 4000",
    "claude-sonnet-4-5, 8000, HIGH, 6000",
    "claude-3-7-sonnet-20250219, 2000, HIGH, 1500",
    "claude-3-7-sonnet-20250219, 1024, HIGH, ",
    "claude-3-5-sonnet-20241022, 8000, HIGH, ",
    "claude-sonnet-4-5, 8000, NONE, "
  })
  void thinksWithinABudget(
      String model, int maxOutput, ReasoningEffort effort, @Nullable Integer budget)
      throws Exception {
    JsonNode body = body(PROTOCOL, thinking(model, maxOutput, effort, new UserMessage("x")));

    assertThat(body.has("thinking")).isEqualTo(budget != null);
    assertThat(body.has("temperature")).isEqualTo(budget == null);
    if (budget != null) {
      assertThat(body.path("thinking").toString())
          .isEqualTo("{\"type\":\"enabled\",\"budget_tokens\":" + budget + "}");
    }
  }

  @ParameterizedTest
  @CsvSource({"MINIMAL, low", "LOW, low", "MEDIUM, medium", "HIGH, high"})
  void letsLaterModelsDecideHowLongToThink(ReasoningEffort effort, String word) throws Exception {
    JsonNode body = body(PROTOCOL, thinking("claude-opus-4-6", 500, effort, new UserMessage("x")));

    assertThat(body.at("/thinking/type").asText()).isEqualTo("adaptive");
    assertThat(body.at("/output_config/effort").asText()).isEqualTo(word);
  }

  @Test
  void thinksNoMoreBetweenAToolAndItsAnswer() throws Exception {
    ModelRequest request =
        thinking(
            "claude-sonnet-4-5", 8_000, ReasoningEffort.HIGH, afterTools().toArray(Message[]::new));

    assertThat(body(PROTOCOL, request).has("thinking")).isFalse();
  }

  @Test
  void doesNotThinkWhereAToolIsForced() throws Exception {
    ModelRequest request =
        request("claude-sonnet-4-5", List.of(new UserMessage("x")), OPEN)
            .withOptions(ModelOptions.DEFAULT.withReasoningEffort(ReasoningEffort.HIGH));

    assertThat(body(PROTOCOL, request).has("thinking")).isFalse();
  }

  // Prefill.

  @Test
  void beginsTheAnswer() throws Exception {
    JsonNode body = body(PROTOCOL, prefilled("claude-sonnet-4-5"));

    assertThat(body.at("/messages/1").toString())
        .isEqualTo(
            "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"The answer"
                + " is\"}]}");
  }

  @Test
  void doesNotBeginTheAnswerOfModelsThatRefuseIt() throws Exception {
    assertThat(body(PROTOCOL, prefilled("claude-opus-4-6")).path("messages")).hasSize(1);
  }

  // Prompt cache.

  @Test
  void marksTheStableBeginningOfAPrompt() throws Exception {
    JsonNode body = body(PROTOCOL, request("claude-sonnet-4-5", longTalk(1_200, 50), null));

    assertThat(marks(body))
        .containsExactly("/system/0", "/messages/1/content/0", "/messages/3/content/0");
  }

  @Test
  void marksOnlyTheTalkWhereTheSystemPromptIsShort() throws Exception {
    JsonNode body = body(PROTOCOL, request("claude-sonnet-4-5", longTalk(100, 1_200), null));

    assertThat(marks(body)).containsExactly("/messages/1/content/0", "/messages/3/content/0");
  }

  @ParameterizedTest
  @CsvSource({"claude-opus-4-5, 3000", "claude-3-haiku-20240307, 1500", "claude-sonnet-4-5, 700"})
  void marksNothingThatIsTooShortToBeKept(String model, int words) throws Exception {
    assertThat(marks(body(PROTOCOL, request(model, longTalk(words, 20), null)))).isEmpty();
  }

  @Test
  void marksNothingIfNotAskedTo() throws Exception {
    ModelRequest request =
        request("claude-sonnet-4-5", longTalk(1_200, 50), null)
            .withOptions(ModelOptions.DEFAULT.withPromptCaching(false));

    assertThat(marks(body(PROTOCOL, request))).isEmpty();
  }

  // Words of these stories.

  private static List<Message> longTalk(int systemWords, int saidWords) {
    return List.of(
        new SystemMessage("word ".repeat(systemWords)),
        new UserMessage("said ".repeat(saidWords)),
        new AssistantMessage("one", List.of()),
        new UserMessage("on"),
        new AssistantMessage("two", List.of()),
        new UserMessage("on"));
  }

  private static List<String> marks(JsonNode body) {
    List<String> marks = new java.util.ArrayList<>();
    for (String blocks : List.of("/system", "/tools")) {
      addMarks(marks, body, blocks);
    }
    for (int turn = 0; turn < body.path("messages").size(); turn++) {
      addMarks(marks, body, "/messages/" + turn + "/content");
    }
    return marks;
  }

  private static void addMarks(List<String> marks, JsonNode body, String blocks) {
    for (int at = 0; at < body.at(blocks).size(); at++) {
      if (body.at(blocks).get(at).path("cache_control").path("type").asText().equals("ephemeral")) {
        marks.add(blocks + "/" + at);
      }
    }
  }

  private static List<Message> afterTools() {
    return List.of(
        new UserMessage("hello"),
        new AssistantMessage("", List.of(new ToolUse("t1", "find", "{}"))),
        new ToolMessage("t1", "found"));
  }

  private static ModelRequest thinking(
      String model, int maxOutput, ReasoningEffort effort, Message... messages) {
    return new ModelRequest(
        "c",
        model,
        List.of(messages),
        List.of(),
        maxOutput,
        0.5,
        null,
        Duration.ofSeconds(1),
        ModelOptions.DEFAULT.withReasoningEffort(effort));
  }

  private static ModelRequest prefilled(String model) {
    return request(model)
        .withOptions(
            ModelOptions.DEFAULT
                .withPrefill("The answer is ")
                .withReasoningEffort(ReasoningEffort.NONE));
  }
}
