// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import static dev.millrace.model.Provider.failed;
import static dev.millrace.model.Provider.request;
import static dev.millrace.model.Provider.stream;
import static dev.millrace.model.Provider.succeeded;
import static dev.millrace.model.Provider.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelOptions;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.Provider;
import dev.millrace.model.ToolUse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAnswerTest {
  private static final String MODEL = "claude-sonnet-4-5";
  private static final String USAGE =
      "{\"input_tokens\":10,\"output_tokens\":1,\"cache_read_input_tokens\":100,"
          + "\"cache_creation_input_tokens\":50,\"cache_creation\":"
          + "{\"ephemeral_5m_input_tokens\":20,\"ephemeral_1h_input_tokens\":30}}";
  private static final String BLOCK = Events.block(0, "{\"type\":\"text\",\"text\":\"\"}");

  private Provider provider;

  @BeforeEach
  void start() throws Exception {
    provider = new Provider(new AnthropicMessages());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void readsAStreamedText() throws Exception {
    Succeeded<ModelResponse> answer =
        streamed(
            Events.start(USAGE)
                + BLOCK
                + "event: ping\ndata: {\"type\":\"ping\"}\n\n"
                + Events.text("Hel")
                + Events.text("lo")
                + "event: content_block_stop\n"
                + "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
                + Events.end("end_turn", "{\"output_tokens\":12}")
                + Events.STOP);

    assertThat(answer.value())
        .isEqualTo(
            new ModelResponse("Hello", List.of(), FinishReason.STOP, "claude-sonnet-4-5-20250929"));
    assertThat(answer.usage())
        .as("input with what the cache read and wrote")
        .isEqualTo(new Usage(160, 12, 100, 50, 30, 0, 0, false));
    assertThat(answer.timing().timeToFirstToken()).isNotNull();
  }

  @Test
  void readsTheUsageAtTheEndWhereItTellsMore() throws Exception {
    Usage usage =
        streamed(
                Events.start("{\"input_tokens\":0,\"output_tokens\":0}")
                    + Events.text("Hi")
                    + Events.end(
                        "end_turn",
                        "{\"input_tokens\":7,\"output_tokens\":9,"
                            + "\"output_tokens_details\":{\"thinking_tokens\":4}}")
                    + Events.STOP)
            .usage();

    assertThat(usage).isEqualTo(new Usage(7, 9, 0, 0, 4, false));
  }

  @Test
  void putsToolUsesTogetherFromFragments() throws Exception {
    ModelResponse answer =
        streamed(
                Events.start(USAGE)
                    + Events.delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}")
                    + Events.block(1, "{\"type\":\"text\",\"text\":\"I look.\"}")
                    + toolUse(2, "a", "find")
                    + json(2, "{\\\"q\\\":")
                    + json(2, "1}")
                    + toolUse(3, "b", "buy")
                    + Events.end("tool_use", "{\"output_tokens\":40}")
                    + Events.STOP)
            .value();

    assertThat(answer.text()).isEqualTo("I look.");
    assertThat(answer.toolUses())
        .containsExactly(new ToolUse("a", "find", "{\"q\":1}"), new ToolUse("b", "buy", "{}"));
    assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void readsAWholeAnswer() throws Exception {
    Succeeded<ModelResponse> answer =
        succeeded(
            provider.answer(
                whole(
                    """
                    {"type":"message","model":"claude-x","content":[
                       {"type":"thinking","thinking":"hm","signature":"s"},
                       {"type":"text","text":"I look."},
                       {"type":"tool_use","id":"a","name":"find","input":{"q":1}}],
                     "stop_reason":"tool_use",
                     "usage":{"input_tokens":5,"output_tokens":6,
                       "cache_read_input_tokens":null,"cache_creation_input_tokens":3}}
                    """),
                request(MODEL)));

    assertThat(answer.value())
        .isEqualTo(
            new ModelResponse(
                "I look.",
                List.of(new ToolUse("a", "find", "{\"q\":1}")),
                FinishReason.TOOL_CALLS,
                "claude-x"));
    assertThat(answer.usage()).isEqualTo(new Usage(8, 6, 0, 3, 0, false));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "tool_use, TOOL_CALLS",
    "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH",
    "refusal, REFUSAL",
    "pause_turn, OTHER",
    "something_new, OTHER"
  })
  void tellsWhyTheModelStopped(String wire, FinishReason reason) throws Exception {
    String events = Events.start(USAGE) + Events.text("x") + Events.end(wire, "{}") + Events.STOP;

    assertThat(streamed(events).value().finishReason()).isEqualTo(reason);
  }

  @Test
  void givesAnAnswerThatCameThroughAToolAsText() throws Exception {
    ModelRequest request =
        request(MODEL, List.of(new UserMessage("x")), "{\"type\":\"object\",\"properties\":{}}");

    ModelResponse answer =
        succeeded(
                provider.answer(
                    stream(
                        Events.start(USAGE)
                            + toolUse(0, "a", "give_answer")
                            + json(0, "{\\\"a\\\":1}")
                            + Events.end("tool_use", "{\"output_tokens\":4}")
                            + Events.STOP),
                    request))
            .value();

    assertThat(answer.text()).isEqualTo("{\"a\":1}");
    assertThat(answer.toolUses()).isEmpty();
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void givesAnAnswerWithWhatItWasBegunBy() throws Exception {
    ModelRequest request =
        request(MODEL).withOptions(ModelOptions.DEFAULT.withPrefill("The answer is "));
    String events = Events.start(USAGE) + Events.text(" 42") + Events.end("end_turn", "{}");

    assertThat(succeeded(provider.answer(stream(events), request)).value().text())
        .isEqualTo("The answer is 42");
  }

  @Test
  void waitsForNothingAfterTheLastEvent() throws Exception {
    String events = Events.start(USAGE) + Events.text("Hi") + Events.STOP + "data: {broken\n\n";

    assertThat(streamed(events).value().text()).isEqualTo("Hi");
  }

  // Usage that is not told.

  @Test
  void countsTheOutputOfACutStreamAndKeepsTheInputThatWasTold() throws Exception {
    Failed<ModelResponse> cut =
        failed(
            provider.answer(
                stream(Events.start(USAGE) + Events.text("Hello there")), request(MODEL)));

    assertThat(cut.failure().kind()).isEqualTo(FailureKind.CUT_STREAM);
    assertThat(cut.usage()).isEqualTo(new Usage(160, 3, 100, 50, 30, 0, 0, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"input_tokens\":-5,\"output_tokens\":1}",
        "{\"input_tokens\":1e30,\"output_tokens\":1}",
        "{\"input_tokens\":\"many\"}",
        "{\"input_tokens\":9000000,\"output_tokens\":1}"
      })
  void countsItselfWhereTheUsageCannotBe(String usage) throws Exception {
    String events = Events.start(usage) + Events.text("Hi") + Events.end("end_turn", usage);

    Usage counted = streamed(events).usage();

    assertThat(counted.estimated()).isTrue();
    assertThat(counted.inputTokens()).isBetween(5L, 60L);
  }

  // Words of these stories.

  private Succeeded<ModelResponse> streamed(String events) throws Exception {
    return succeeded(provider.answer(stream(events), request(MODEL)));
  }

  private static String toolUse(int index, String id, String name) {
    String block = "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":{}}";
    return Events.block(index, block.formatted(id, name));
  }

  private static String json(int index, String fragment) {
    return Events.delta(
        index, "{\"type\":\"input_json_delta\",\"partial_json\":\"" + fragment + "\"}");
  }
}
