// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

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

class ResponseAnswerTest {
  private static final String MODEL = "gpt-5.4";
  private static final String USAGE =
      "{\"input_tokens\":100,\"input_tokens_details\":{\"cached_tokens\":60,"
          + "\"cache_write_tokens\":10},\"output_tokens\":20,"
          + "\"output_tokens_details\":{\"reasoning_tokens\":15},\"total_tokens\":120}";

  private Provider provider;

  @BeforeEach
  void start() throws Exception {
    provider = new Provider(new OpenAiResponses());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void readsAStreamedText() throws Exception {
    Succeeded<ModelResponse> answer =
        streamed(
            Events.CREATED
                + Events.text("Hel")
                + Events.text("lo")
                + Events.completed(Events.message("Hello"), USAGE));

    assertThat(answer.value())
        .isEqualTo(new ModelResponse("Hello", List.of(), FinishReason.STOP, "gpt-5.4-2026-03-05"));
    assertThat(answer.usage()).isEqualTo(new Usage(100, 20, 60, 10, 15, false));
    assertThat(answer.timing().timeToFirstToken()).isNotNull();
  }

  @Test
  void readsAWholeAnswer() throws Exception {
    String reasoning = "{\"type\":\"reasoning\",\"summary\":[{\"text\":\"hm\"}]},";
    String body = Events.response("completed", reasoning + Events.message("Hello"), USAGE);

    Succeeded<ModelResponse> answer = succeeded(provider.answer(whole(body), request(MODEL)));

    assertThat(answer.value().text()).isEqualTo("Hello");
    assertThat(answer.usage()).isEqualTo(new Usage(100, 20, 60, 10, 15, false));
    assertThat(provider.server.takeRequest().getUrl().encodedPath()).isEqualTo("/v1/responses");
  }

  @Test
  void putsCallsTogetherFromFragments() throws Exception {
    ModelResponse answer =
        streamed(
                Events.CREATED
                    + Events.call(1, "a", "find")
                    + Events.arguments(1, "{\\\"q\\\":")
                    + Events.arguments(1, "1}")
                    + Events.call(2, "b", "buy")
                    + Events.completed("", USAGE))
            .value();

    assertThat(answer.toolUses())
        .containsExactly(new ToolUse("a", "find", "{\"q\":1}"), new ToolUse("b", "buy", "{}"));
    assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void takesWhatTheLastEventHoldsInPlaceOfItsPieces() throws Exception {
    ModelResponse answer =
        streamed(
                Events.CREATED
                    + Events.call(0, "a", "find")
                    + Events.completed(Events.callItem("a", "find", "{\\\"q\\\":1}"), USAGE))
            .value();

    assertThat(answer.toolUses()).containsExactly(new ToolUse("a", "find", "{\"q\":1}"));
  }

  @Test
  void waitsForNothingAfterTheLastEvent() throws Exception {
    String events = Events.completed(Events.message("Hello"), USAGE) + "data: {broken\n\n";

    assertThat(streamed(events).value().text()).isEqualTo("Hello");
  }

  @Test
  void tellsARefusalFromAnAnswer() throws Exception {
    String refusal =
        "{\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"I will not.\"}]}";

    ModelResponse answer =
        streamed(
                Events.event("response.refusal.delta", ",\"delta\":\"I will not.\"")
                    + Events.completed(refusal, USAGE))
            .value();

    assertThat(answer.text()).isEqualTo("I will not.");
    assertThat(answer.finishReason()).isEqualTo(FinishReason.REFUSAL);
  }

  @ParameterizedTest
  @CsvSource({
    "max_output_tokens, LENGTH",
    "content_filter, CONTENT_FILTER",
    "something_new, OTHER"
  })
  void saysWhyAnAnswerIsIncomplete(String reason, FinishReason expected) throws Exception {
    String events = Events.text("Hel") + Events.incomplete(reason, Events.message("Hel"), USAGE);

    ModelResponse answer = streamed(events).value();

    assertThat(answer.finishReason()).isEqualTo(expected);
    assertThat(answer.text()).isEqualTo("Hel");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"input_tokens\":-1,\"output_tokens\":2}",
        "{\"input_tokens\":1,\"output_tokens\":1e300}",
        "{\"output_tokens\":2}"
      })
  void countsItselfWhatIsNotTold(String usage) throws Exception {
    Usage counted = streamed(Events.completed(Events.message("Hello there"), usage)).usage();

    assertThat(counted.outputTokens()).isEqualTo(2);
    assertThat(counted.inputTokens()).isPositive();
    assertThat(counted.estimated()).isTrue();
  }

  @Test
  void countsWhatWasSaidOfACutStream() throws Exception {
    String thought = Events.event("response.reasoning_summary_text.delta", ",\"delta\":\"hm\"");
    String events = Events.CREATED + thought + Events.text("Hello there");

    Failed<ModelResponse> failed = failed(provider.answer(stream(events), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.CUT_STREAM);
    assertThat(failed.usage().outputTokens()).isEqualTo(3);
    assertThat(failed.usage().reasoningOutputTokens()).isEqualTo(1);
    assertThat(failed.usage().estimated()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"output\":null}", "[]", "1", "\"text\""})
  void anAnswerWithoutItemsIsNone(String body) throws Exception {
    Failed<ModelResponse> failed = failed(provider.answer(whole(body), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE);
  }

  private Succeeded<ModelResponse> streamed(String events) throws Exception {
    return succeeded(provider.answer(stream(events), request(MODEL)));
  }
}
