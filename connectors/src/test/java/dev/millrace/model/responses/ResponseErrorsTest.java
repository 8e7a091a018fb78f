// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

import static dev.millrace.model.Provider.failed;
import static dev.millrace.model.Provider.request;
import static dev.millrace.model.Provider.status;
import static dev.millrace.model.Provider.stream;
import static dev.millrace.model.Provider.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Usage;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.Provider;
import java.time.Duration;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseErrorsTest {
  private static final String MODEL = "gpt-5.4";

  private Provider provider;

  @BeforeEach
  void start() throws Exception {
    provider = new Provider(new OpenAiResponses());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error, unknown_parameter, INVALID_REQUEST",
    "400, invalid_request_error, model_not_found, UNKNOWN_MODEL",
    "400, invalid_request_error, context_length_exceeded, REQUEST_TOO_LARGE",
    "400, invalid_request_error, invalid_prompt, CONTENT_FILTERED",
    "401, invalid_request_error, invalid_api_key, UNAUTHORIZED",
    "403, x, y, UNAUTHORIZED",
    "404, x, y, UNKNOWN_MODEL",
    "408, x, y, TIMEOUT",
    "413, x, y, REQUEST_TOO_LARGE",
    "429, insufficient_quota, insufficient_quota, QUOTA_EXHAUSTED",
    "429, tokens, rate_limit_exceeded, RATE_LIMITED",
    "500, server_error, server_error, SERVER_ERROR",
    "503, x, server_overloaded, OVERLOADED"
  })
  void classifiesFailures(int status, String type, String code, FailureKind kind) throws Exception {
    Failed<ModelResponse> failed =
        failed(provider.answer(status(status, error(type, code, "no")), request(MODEL)));

    assertThat(failed.failure())
        .isEqualTo(Failure.of(kind, "HTTP " + status + " " + code + " " + type));
    assertThat(failed.usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void comesBackWhenAHeaderOrElseTheMessageSays() throws Exception {
    MockResponse told =
        status(429, error("requests", "rate_limit_exceeded", "Please try again in 1.5s."));
    MockResponse both = told.newBuilder().setHeader("Retry-After", "7").build();

    assertThat(failed(provider.answer(told, request(MODEL))).failure().retryAfter())
        .isEqualTo(Duration.ofMillis(1_500));
    assertThat(failed(provider.answer(both, request(MODEL))).failure().retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void knowsARequestThatNoMinuteHasRoomFor() throws Exception {
    String body =
        error(
            "tokens",
            "rate_limit_exceeded",
            "Request too large for gpt-5.4: Limit 10, Requested 9");

    assertThat(failed(provider.answer(status(429, body), request(MODEL))).failure().kind())
        .isEqualTo(FailureKind.REQUEST_TOO_LARGE);
  }

  @Test
  void readsAWholeResponseThatFailed() throws Exception {
    String body =
        Events.response("failed", "", "null")
            .replace("\"error\":null", "\"error\":{\"code\":\"rate_limit_exceeded\"}");

    Failed<ModelResponse> failed = failed(provider.answer(whole(body), request(MODEL)));

    assertThat(failed.failure())
        .isEqualTo(Failure.of(FailureKind.RATE_LIMITED, "HTTP 200 rate_limit_exceeded"));
    assertThat(failed.usage()).as("nothing was said").isEqualTo(Usage.NONE);
  }

  @Test
  void readsAResponseThatFailedWithoutAWord() throws Exception {
    String events =
        Events.event("response.failed", ",\"response\":" + Events.response("failed", "", "null"));

    assertThat(failed(provider.answer(stream(events), request(MODEL))).failure().kind())
        .isEqualTo(FailureKind.SERVER_ERROR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"no\"} | SERVER_ERROR",
        "{\"type\":\"error\",\"error\":{\"code\":\"insufficient_quota\"}} | QUOTA_EXHAUSTED",
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"}} | INVALID_REQUEST",
        "{\"type\":\"error\",\"code\":null} | SERVER_ERROR",
        "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\"}}}"
            + " | SERVER_ERROR"
      })
  void countsWhatWasSaidBeforeAnError(String event, FailureKind kind) throws Exception {
    String events = Events.CREATED + Events.text("Hello there") + "data: " + event + "\n\n";

    Failed<ModelResponse> failed = failed(provider.answer(stream(events), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(kind);
    assertThat(failed.usage().outputTokens()).isEqualTo(2);
    assertThat(failed.usage().estimated()).isTrue();
  }

  private static String error(String type, String code, String message) {
    return "{\"error\":{\"type\":\"%s\",\"code\":\"%s\",\"message\":\"%s\"}}"
        .formatted(type, code, message);
  }
}
