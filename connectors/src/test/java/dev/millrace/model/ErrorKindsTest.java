// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorKindsTest {

  @ParameterizedTest
  @CsvSource({
    "Please try again in 6s., PT6S",
    "Please try again in 7.66s. Visit us., PT7.66S",
    "Please try again in 120ms., PT0.12S",
    "Please try again in 1m2.5s., PT1M2.5S",
    "Please try again in 2m., PT2M",
    "Please retry after 20 seconds., PT20S",
    "Please try again in a while., ",
    "Please try again in 1h2m3s., ",
    "Try again later., "
  })
  void readsWhenToComeBack(String message, @Nullable Duration wait) {
    assertThat(ErrorKinds.retryAfter(message)).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource({
    "429, 'Request too large for m: Limit 30000, Requested 45021.', true",
    "429, 'On tokens per min (TPM): Limit 30000, Requested 45021.', true",
    "429, 'On tokens per min (TPM): Limit: 30000, Used: 29000, Requested: 4000.', false",
    "429, 'Slow down.', false",
    "400, 'This model''s maximum context length is 8192 tokens.', true",
    "400, 'prompt is too long: 210018 tokens > 200000 maximum', true",
    "500, 'Request too large', false"
  })
  void tellsARequestThatNeverFitsFromOneThatHasToWait(
      int status, String message, boolean tooLarge) {
    assertThat(ErrorKinds.isTooLarge(status, message)).isEqualTo(tooLarge);
  }
}
