// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static dev.millrace.model.Provider.failed;
import static dev.millrace.model.Provider.status;
import static dev.millrace.model.Provider.stream;
import static dev.millrace.model.Provider.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Usage;
import dev.millrace.http.RawServer;
import dev.millrace.http.RawServer.End;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.anthropic.AnthropicMessages;
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.model.gemini.Gemini;
import dev.millrace.model.responses.OpenAiResponses;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of answers that break, whatever protocol they are in. */
class BrokenAnswersTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

  /**
   * A protocol.
   *
   * @param begun an answer that has said "Hello there"
   * @param end of it
   */
  record Wire(String name, Protocol protocol, String begun, String end) {
    @Override
    public String toString() {
      return name;
    }

    Provider provider() throws Exception {
      return new Provider(protocol);
    }
  }

  static Stream<Wire> wires() {
    return Stream.of(
        new Wire(
            "openai-chat",
            new OpenAiChat(),
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello there\"}}]}\n\n",
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"),
        new Wire(
            "anthropic",
            new AnthropicMessages(),
            "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                + "{\"type\":\"text_delta\",\"text\":\"Hello there\"}}\n\n",
            "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"),
        new Wire(
            "openai-responses",
            new OpenAiResponses(),
            "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,"
                + "\"delta\":\"Hello there\"}\n\n",
            "data: {\"type\":\"response.completed\",\"response\":"
                + "{\"status\":\"completed\",\"output\":[]}}\n\n"),
        new Wire(
            "gemini",
            new Gemini(),
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello there\"}]}}]}\n\n",
            "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\n\n"));
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aStreamThatFallsSilentMidwayTimesOutBeforeTheCallDoes(Wire wire) throws Exception {
    try (Provider provider = wire.provider();
        RawServer silent = new RawServer(HEAD + wire.begun(), End.HANG)) {
      Failed<ModelResponse> failed =
          failed(
              provider.ask(
                  silent.url(),
                  request(Duration.ofSeconds(15)),
                  settings -> settings.withIdleTimeout(Duration.ofMillis(100))));

      assertThat(failed.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
      assertThat(failed.usage().outputTokens()).isEqualTo(2);
      assertThat(failed.usage().estimated()).isTrue();
      assertThat(failed.timing().total()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aModelMayThinkLongerBeforeItsFirstWordThanAStreamMayBeSilent(Wire wire) throws Exception {
    try (Provider provider = wire.provider();
        RawServer thinking = new RawServer(HEAD + ": keep-alive\n\n", End.HANG)) {
      Failed<ModelResponse> failed =
          failed(
              provider.ask(
                  thinking.url(),
                  request(Duration.ofMillis(400)),
                  settings -> settings.withIdleTimeout(Duration.ofMillis(20))));

      assertThat(failed.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
      assertThat(failed.timing().total()).isGreaterThan(Duration.ofMillis(200));
      assertThat(failed.timing().timeToFirstToken()).isNull();
      assertThat(failed.usage().outputTokens()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aResetBeforeTheFirstByteIsNoAnswer(Wire wire) throws Exception {
    try (Provider provider = wire.provider();
        RawServer reset = new RawServer("", End.RESET)) {
      Failed<ModelResponse> failed =
          failed(provider.ask(reset.url(), request(Duration.ofSeconds(10)), same -> same));

      assertThat(failed.failure().kind()).isEqualTo(FailureKind.CONNECTION);
      assertThat(failed.usage()).isEqualTo(Usage.NONE);
      assertThat(reset.requests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aResetMidwayIsACutStreamThatIsBilled(Wire wire) throws Exception {
    String chunk = Integer.toHexString(wire.begun().length()) + "\r\n" + wire.begun() + "\r\n";
    String head = HEAD.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n");
    try (Provider provider = wire.provider();
        RawServer reset = new RawServer(head + chunk, End.CLOSE)) {
      Failed<ModelResponse> failed =
          failed(provider.ask(reset.url(), request(Duration.ofSeconds(10)), same -> same));

      assertThat(failed.failure().kind()).isEqualTo(FailureKind.CUT_STREAM);
      assertThat(failed.usage().outputTokens()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aStreamThatEndsWithoutAnEndIsCut(Wire wire) throws Exception {
    try (Provider provider = wire.provider()) {
      Failed<ModelResponse> failed =
          failed(provider.answer(stream(wire.begun()), request(Duration.ofSeconds(10))));

      assertThat(failed.failure().kind()).isEqualTo(FailureKind.CUT_STREAM);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void noJsonMidwayIsAMalformedAnswer(Wire wire) throws Exception {
    try (Provider provider = wire.provider()) {
      Failed<ModelResponse> failed =
          failed(
              provider.answer(
                  stream(wire.begun() + "data: {broken\n\n"), request(Duration.ofSeconds(10))));

      assertThat(failed.failure().kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE);
      assertThat(failed.usage().outputTokens()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aRetryAfterOnAGoodAnswerIsNoFailure(Wire wire) throws Exception {
    MockResponse response =
        stream(wire.begun() + wire.end()).newBuilder().setHeader("Retry-After", "30").build();
    try (Provider provider = wire.provider()) {
      ModelResponse answer =
          succeeded(provider.answer(response, request(Duration.ofSeconds(10)))).value();

      assertThat(answer.text()).isEqualTo("Hello there");
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aConflictPasses(Wire wire) throws Exception {
    try (Provider provider = wire.provider()) {
      Failed<ModelResponse> failed =
          failed(provider.answer(status(409, "{}"), request(Duration.ofSeconds(10))));

      assertThat(failed.failure().kind()).isEqualTo(FailureKind.OVERLOADED);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aHeaderSaysBetterThanAMessageWhenToComeBack(Wire wire) throws Exception {
    MockResponse told =
        status(429, "{\"error\":{\"message\":\"Please try again in 1m2.5s. More here.\"}}");
    try (Provider provider = wire.provider()) {
      ModelRequest request = request(Duration.ofSeconds(10));
      MockResponse both = told.newBuilder().setHeader("retry-after-ms", "1500").build();

      assertThat(failed(provider.answer(told, request)).failure().retryAfter())
          .isEqualTo(Duration.ofMillis(62_500));
      assertThat(failed(provider.answer(both, request)).failure().retryAfter())
          .isEqualTo(Duration.ofMillis(1_500));
    }
  }

  private static ModelRequest request(Duration timeout) {
    return new ModelRequest(
        "c", "m", List.of(new UserMessage("hello")), List.of(), 64, null, null, timeout);
  }
}
