// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

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
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentAnswerTest {
  private static final String MODEL = "gemini-2.5-flash";
  private static final String USAGE =
      "{\"promptTokenCount\":100,\"cachedContentTokenCount\":60,\"toolUsePromptTokenCount\":5,"
          + "\"candidatesTokenCount\":20,\"thoughtsTokenCount\":15,\"totalTokenCount\":140}";

  private Provider provider;

  @BeforeEach
  void start() throws Exception {
    provider = new Provider(new Gemini());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void readsAStreamedText() throws Exception {
    Succeeded<ModelResponse> answer =
        streamed(
            piece(text("Hel"), "null", "{\"trafficType\":\"ON_DEMAND\"}")
                + piece(text("lo"), "null", "{\"promptTokenCount\":100,\"candidatesTokenCount\":1}")
                + piece("", "\"STOP\"", USAGE));

    assertThat(answer.value())
        .isEqualTo(new ModelResponse("Hello", List.of(), FinishReason.STOP, "gemini-2.5-flash-09"));
    assertThat(answer.usage())
        .as("output with what was thought, input with what tools of the provider read")
        .isEqualTo(new Usage(105, 35, 60, 0, 15, false));
    assertThat(answer.timing().timeToFirstToken()).isNotNull();
  }

  @Test
  void sendsTheKeyInAHeaderAndAsksForEvents() throws Exception {
    streamed(piece(text("Hello"), "\"STOP\"", USAGE));
    RecordedRequest sent = provider.server.takeRequest();

    assertThat(sent.getTarget())
        .isEqualTo("/v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
    assertThat(sent.getHeaders().get("x-goog-api-key")).isEqualTo(Provider.KEY);
  }

  @Test
  void readsAWholeAnswer() throws Exception {
    var request = request("tunedModels/mine");
    Succeeded<ModelResponse> answer =
        succeeded(
            provider.answer(
                whole(body(text("Hello"), "\"STOP\"", USAGE)),
                request.withOptions(request.options().withStreaming(false))));

    assertThat(answer.value().text()).isEqualTo("Hello");
    assertThat(answer.usage()).isEqualTo(new Usage(105, 35, 60, 0, 15, false));
    assertThat(provider.server.takeRequest().getTarget())
        .isEqualTo("/v1/tunedModels/mine:generateContent");
  }

  @Test
  void countsOnceWhatAServerCountsAsThoughtAndAsOutput() throws Exception {
    String usage =
        "{\"promptTokenCount\":10,\"candidatesTokenCount\":20,\"thoughtsTokenCount\":15,"
            + "\"totalTokenCount\":30}";

    assertThat(streamed(piece(text("Hello"), "\"STOP\"", usage)).usage())
        .isEqualTo(new Usage(10, 20, 0, 0, 15, false));
  }

  @Test
  void whatWasThoughtIsNoText() throws Exception {
    String thought = "{\"text\":\"hm\",\"thought\":true},";

    ModelResponse answer = streamed(piece(thought + text("Hello"), "\"STOP\"", USAGE)).value();

    assertThat(answer.text()).isEqualTo("Hello");
  }

  @Test
  void readsCallsWithTheirSignatures() throws Exception {
    ModelResponse answer =
        streamed(
                piece(
                        "{\"functionCall\":{\"id\":\"a\",\"name\":\"find\",\"args\":{\"q\":1}},"
                            + "\"thoughtSignature\":\"c2ln\"},"
                            + "{\"functionCall\":{\"id\":\"b\",\"name\":\"find\",\"args\":{}}}",
                        "null",
                        USAGE)
                    + piece("{\"functionCall\":{\"id\":\"c\",\"name\":\"buy\"}}", "null", USAGE)
                    + piece("{\"text\":\"\",\"thoughtSignature\":\"eA\"}", "\"STOP\"", USAGE))
            .value();

    assertThat(answer.toolUses())
        .containsExactly(
            new ToolUse("a", "find", "{\"q\":1}", "c2ln"),
            new ToolUse("b", "find", "{}"),
            new ToolUse("c", "buy", "{}"));
    assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void makesIdsThatAreTheSameForEveryAttempt() throws Exception {
    String calls =
        "{\"functionCall\":{\"name\":\"find\",\"args\":{}}},{\"functionCall\":{\"name\":\"find\"}}";

    List<ToolUse> once = streamed(piece(calls, "\"STOP\"", USAGE)).value().toolUses();
    List<ToolUse> again = streamed(piece(calls, "\"STOP\"", USAGE)).value().toolUses();

    assertThat(once).hasSize(2).extracting(ToolUse::id).doesNotHaveDuplicates();
    assertThat(once).allMatch(use -> MadeIds.isMade(use.id()));
    assertThat(again).isEqualTo(once);
    assertThat(MadeIds.of("call-2", 0)).isNotEqualTo(MadeIds.of("call-1", 0));
  }

  @ParameterizedTest
  @CsvSource({
    "STOP, STOP",
    "MAX_TOKENS, LENGTH",
    "SAFETY, CONTENT_FILTER",
    "RECITATION, CONTENT_FILTER",
    "BLOCKLIST, CONTENT_FILTER",
    "PROHIBITED_CONTENT, CONTENT_FILTER",
    "SPII, CONTENT_FILTER",
    "LANGUAGE, OTHER",
    "OTHER, OTHER",
    "SOMETHING_NEW, OTHER"
  })
  void saysWhyItStopped(String reason, FinishReason expected) throws Exception {
    String whole = body(text("Hel"), "\"" + reason + "\"", USAGE);

    Succeeded<ModelResponse> answer = succeeded(provider.answer(whole(whole), request(MODEL)));

    assertThat(answer.value().finishReason()).isEqualTo(expected);
  }

  @Test
  void anAnswerThatWasAllThoughtHasNoParts() throws Exception {
    String whole =
        "{\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"MAX_TOKENS\"}],"
            + "\"usageMetadata\":{\"promptTokenCount\":5,\"thoughtsTokenCount\":60}}";

    Succeeded<ModelResponse> answer = succeeded(provider.answer(whole(whole), request(MODEL)));

    assertThat(answer.value().text()).isEmpty();
    assertThat(answer.value().finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.usage()).isEqualTo(new Usage(5, 60, 0, 0, 60, false));
  }

  @Test
  void aBlockedPromptIsFilteredAndBilledAsTold() throws Exception {
    String events =
        "data: {\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},"
            + "\"usageMetadata\":{\"promptTokenCount\":5,\"totalTokenCount\":5}}\n\n";

    Succeeded<ModelResponse> answer = streamed(events);

    assertThat(answer.value().finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(answer.usage()).isEqualTo(Usage.of(5, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS"})
  void aCallThatTheModelCouldNotBringOutIsNoAnswer(String reason) throws Exception {
    String events = piece("", "\"" + reason + "\"", USAGE);

    Failed<ModelResponse> failed = failed(provider.answer(stream(events), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    assertThat(failed.failure().detail()).isEqualTo(reason);
    assertThat(failed.usage()).as("billed").isEqualTo(new Usage(105, 35, 60, 0, 15, false));
  }

  @Test
  void keepsTheInputThatWasToldOfACutStream() throws Exception {
    String usage = "{\"promptTokenCount\":100,\"cachedContentTokenCount\":60}";
    String events = piece(text("Hello there"), "null", usage);

    Failed<ModelResponse> failed = failed(provider.answer(stream(events), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.CUT_STREAM);
    assertThat(failed.usage()).isEqualTo(new Usage(100, 2, 60, 0, 0, true));
  }

  @Test
  void whatWasToldMidwayIsNotAllThatWasUsed() throws Exception {
    String midway = "{\"promptTokenCount\":100,\"candidatesTokenCount\":1}";
    String events = piece(text("Hello there"), "null", midway) + piece("", "\"STOP\"", "{}");

    assertThat(streamed(events).usage()).isEqualTo(Usage.of(100, 2).asEstimate());
  }

  @Test
  void readsAStreamThatAProxyMadeAListOf() throws Exception {
    String list =
        "[" + body(text("Hel"), "null", "{}") + "," + body(text("lo"), "\"STOP\"", USAGE) + "]";

    Succeeded<ModelResponse> answer = succeeded(provider.answer(whole(list), request(MODEL)));

    assertThat(answer.value().text()).isEqualTo("Hello");
    assertThat(answer.usage().outputTokens()).isEqualTo(35);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"promptTokenCount\":-1,\"candidatesTokenCount\":2}",
        "{\"promptTokenCount\":1,\"candidatesTokenCount\":1,\"thoughtsTokenCount\":7999999}"
      })
  void countsItselfWhatIsNotTold(String usage) throws Exception {
    Usage counted = streamed(piece(text("Hello there"), "\"STOP\"", usage)).usage();

    assertThat(counted.outputTokens()).isEqualTo(2);
    assertThat(counted.inputTokens()).isPositive();
    assertThat(counted.estimated()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"candidates\":[]}", "[]", "1", "\"text\""})
  void anAnswerWithoutACandidateIsNone(String body) throws Exception {
    Failed<ModelResponse> failed = failed(provider.answer(whole(body), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE);
  }

  private Succeeded<ModelResponse> streamed(String events) throws Exception {
    return succeeded(provider.answer(stream(events), request(MODEL)));
  }

  private static String text(String text) {
    return "{\"text\":\"" + text + "\"}";
  }

  private static String piece(String parts, String finishReason, String usage) {
    return "data: " + body(parts, finishReason, usage) + "\r\n\r\n";
  }

  private static String body(String parts, String finishReason, String usage) {
    return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[%s]},".formatted(parts)
        + "\"finishReason\":%s}],\"usageMetadata\":%s,\"modelVersion\":\"gemini-2.5-flash-09\"}"
            .formatted(finishReason, usage);
  }
}
