// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import static dev.millrace.model.Provider.failed;
import static dev.millrace.model.Provider.request;
import static dev.millrace.model.Provider.status;
import static dev.millrace.model.Provider.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Usage;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.Provider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageErrorsTest {
  private static final String MODEL = "claude-sonnet-4-5";
  private static final String USAGE = "{\"input_tokens\":10,\"output_tokens\":1}";

  private Provider provider;

  @BeforeEach
  void start() throws Exception {
    provider = new Provider(new AnthropicMessages());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error, INVALID_REQUEST",
    "401, authentication_error, UNAUTHORIZED",
    "402, billing_error, QUOTA_EXHAUSTED",
    "403, permission_error, UNAUTHORIZED",
    "404, not_found_error, UNKNOWN_MODEL",
    "409, invalid_request_error, OVERLOADED",
    "413, request_too_large, REQUEST_TOO_LARGE",
    "429, rate_limit_error, RATE_LIMITED",
    "500, api_error, SERVER_ERROR",
    "504, timeout_error, TIMEOUT",
    "529, overloaded_error, OVERLOADED",
    "529, something_new, OVERLOADED",
    "418, something_new, INVALID_REQUEST"
  })
  void classifiesFailuresByTheirType(int status, String type, FailureKind kind) throws Exception {
    Failed<ModelResponse> failed =
        failed(provider.answer(status(status, error(type, "no")), request(MODEL)));

    assertThat(failed.failure()).isEqualTo(Failure.of(kind, "HTTP " + status + " " + type));
    assertThat(failed.usage()).isEqualTo(Usage.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt is too long: 210018 tokens > 200000 maximum | REQUEST_TOO_LARGE",
        "input length and max_tokens exceed context limit: 1 + 2 > 3 | REQUEST_TOO_LARGE",
        "Your credit balance is too low to access the Anthropic API. | QUOTA_EXHAUSTED",
        "You have reached your specified API usage limits. | QUOTA_EXHAUSTED",
        "Output blocked by content filtering policy | CONTENT_FILTERED",
        "max_tokens: 1 > 0 | INVALID_REQUEST"
      })
  void readsTheMessageOfARequestThatIsRefused(String message, FailureKind kind) throws Exception {
    String body = error("invalid_request_error", message);

    Failure failure = failed(provider.answer(status(400, body), request(MODEL))).failure();

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo("HTTP 400 invalid_request_error");
  }

  @Test
  void readsAnErrorThatComesInsteadOfAStream() throws Exception {
    Failed<ModelResponse> failed =
        failed(provider.answer(stream(event("overloaded_error")), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(failed.usage()).as("nothing was said").isEqualTo(Usage.NONE);
  }

  @Test
  void countsWhatWasSaidBeforeAnError() throws Exception {
    String events = Events.start(USAGE) + Events.text("Hello there") + event("api_error");

    Failed<ModelResponse> failed = failed(provider.answer(stream(events), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(failed.usage()).isEqualTo(Usage.of(10, 3).asEstimate());
  }

  private static String event(String type) {
    return "event: error\ndata: " + error(type, "no") + "\n\n";
  }

  private static String error(String type, String message) {
    return "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}"
        .formatted(type, message);
  }
}
