// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

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
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentErrorsTest {
  private static final String MODEL = "gemini-2.5-flash";
  private static final String TYPE = "type.googleapis.com/google.rpc.";

  private Provider provider;

  @BeforeEach
  void start() throws Exception {
    provider = new Provider(new Gemini());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, INVALID_REQUEST",
    "400, FAILED_PRECONDITION, UNAUTHORIZED",
    "401, UNAUTHENTICATED, UNAUTHORIZED",
    "403, PERMISSION_DENIED, UNAUTHORIZED",
    "404, NOT_FOUND, UNKNOWN_MODEL",
    "409, ABORTED, OVERLOADED",
    "429, RESOURCE_EXHAUSTED, RATE_LIMITED",
    "500, INTERNAL, SERVER_ERROR",
    "503, UNAVAILABLE, OVERLOADED",
    "504, DEADLINE_EXCEEDED, TIMEOUT",
    "413, SOMETHING_NEW, REQUEST_TOO_LARGE",
    "418, SOMETHING_NEW, INVALID_REQUEST",
    "529, SOMETHING_NEW, OVERLOADED"
  })
  void classifiesFailuresByTheirStatus(int status, String word, FailureKind kind) throws Exception {
    Failed<ModelResponse> failed =
        failed(provider.answer(status(status, error(status, word, "no", "")), request(MODEL)));

    assertThat(failed.failure()).isEqualTo(Failure.of(kind, "HTTP " + status + " " + word));
    assertThat(failed.usage()).isEqualTo(Usage.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "API key not valid. Please pass a valid API key. | UNAUTHORIZED",
        "The input token count (9) exceeds the maximum number of tokens allowed (8)."
            + " | REQUEST_TOO_LARGE",
        "Please use a valid role: user, model. | INVALID_REQUEST"
      })
  void readsTheMessageOfARequestThatIsRefused(String message, FailureKind kind) throws Exception {
    assertThat(failure(400, error(400, "INVALID_ARGUMENT", message, "")).kind()).isEqualTo(kind);
  }

  @Test
  void knowsAKeyThatIsNoneByTheDetails() throws Exception {
    String details = "{\"@type\":\"" + TYPE + "ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}";

    Failure failure = failure(400, error(400, "INVALID_ARGUMENT", "no", details));

    assertThat(failure)
        .isEqualTo(
            Failure.of(FailureKind.UNAUTHORIZED, "HTTP 400 INVALID_ARGUMENT API_KEY_INVALID"));
  }

  @ParameterizedTest
  @CsvSource({
    "GenerateRequestsPerMinutePerProjectPerModel-FreeTier, 10, RATE_LIMITED",
    "GenerateContentInputTokensPerModelPerMinute-FreeTier, 0, QUOTA_EXHAUSTED",
    "GenerateRequestsPerDayPerProjectPerModel-FreeTier, 250, QUOTA_EXHAUSTED",
    "generate_requests_per_model_per_day, , QUOTA_EXHAUSTED"
  })
  void tellsAQuotaOfAMinuteFromOneOfADay(String quota, String limit, FailureKind kind)
      throws Exception {
    String details =
        "{\"@type\":\"%sQuotaFailure\",\"violations\":[{\"quotaId\":\"%s\",\"quotaValue\":\"%s\"}]},%s"
            .formatted(TYPE, quota, limit, retryIn("34.07s"));

    Failure failure = failure(429, error(429, "RESOURCE_EXHAUSTED", "Retry in 34s.", details));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryAfter())
        .isEqualTo(kind == FailureKind.RATE_LIMITED ? Duration.ofMillis(34_070) : null);
  }

  @ParameterizedTest
  @CsvSource({"34.074824224s, 34075", "0s, 0", "999999999s, 86400000", "soon, 7000", "-1s, 7000"})
  void comesBackWhenTheBodySays(String delay, long millis) throws Exception {
    String body = error(429, "RESOURCE_EXHAUSTED", "Please retry in 7s.", retryIn(delay));

    assertThat(failure(429, body).retryAfter()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void aHeaderGoesBeforeTheBody() throws Exception {
    String body = error(503, "UNAVAILABLE", "no", retryIn("7s"));

    Failed<ModelResponse> failed =
        failed(
            provider.answer(
                status(503, body).newBuilder().setHeader("Retry-After", "3").build(),
                request(MODEL)));

    assertThat(failed.failure().retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void knowsAnAccountWithoutMoney() throws Exception {
    String body = error(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.", "");

    assertThat(failure(429, body).kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
  }

  @Test
  void readsAnErrorThatComesAsAList() throws Exception {
    assertThat(failure(503, "[" + error(503, "UNAVAILABLE", "no", "") + "]").detail())
        .isEqualTo("HTTP 503 UNAVAILABLE");
  }

  @Test
  void countsWhatWasSaidBeforeAnError() throws Exception {
    String events =
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello there\"}]}}]}\n\n"
            + "data: "
            + error(503, "UNAVAILABLE", "no", retryIn("2s"))
            + "\n\n";

    Failed<ModelResponse> failed = failed(provider.answer(stream(events), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(failed.failure().retryAfter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(failed.usage().outputTokens()).isEqualTo(2);
  }

  @Test
  void anErrorInsteadOfAStreamCostsNothing() throws Exception {
    String events = "data: {\"error\":{\"code\":429,\"message\":\"no\"}}\n\n";

    Failed<ModelResponse> failed = failed(provider.answer(stream(events), request(MODEL)));

    assertThat(failed.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(failed.usage()).isEqualTo(Usage.NONE);
  }

  private Failure failure(int status, String body) throws Exception {
    return failed(provider.answer(status(status, body), request(MODEL))).failure();
  }

  private static String retryIn(String delay) {
    return "{\"@type\":\"%sRetryInfo\",\"retryDelay\":\"%s\"}".formatted(TYPE, delay);
  }

  private static String error(int code, String status, String message, String details) {
    return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}"
        .formatted(code, message, status, details);
  }
}
