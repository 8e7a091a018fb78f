// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.AccountStanding;
import dev.millrace.call.AccountStanding.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers are as in recorded answers of the providers, where there are such. */
class AccountHeadersTest {
  private static final Instant NOW = Instant.parse("2025-05-13T14:20:00Z");
  private static final Duration ELAPSED = ofMillis(400);

  @Test
  void readsOpenAis() {
    AccountStanding standing =
        read(
            "x-ratelimit-limit-requests", "10000",
            "x-ratelimit-limit-tokens", "200000",
            "x-ratelimit-remaining-requests", "9999",
            "x-ratelimit-remaining-tokens", "199962",
            "x-ratelimit-reset-requests", "8.64s",
            "x-ratelimit-reset-tokens", "11ms");

    assertThat(standing.requests()).isEqualTo(new Count(10_000L, 9_999, ofMillis(9_040)));
    assertThat(standing.tokens()).isEqualTo(new Count(200_000L, 199_962, ofMillis(411)));
    assertThat(standing.inputTokens()).isNull();
    assertThat(standing.saidAfter()).isEqualTo(ELAPSED);
  }

  @ParameterizedTest
  @CsvSource({
    "6ms, 6",
    "1s, 1000",
    "0s, 0",
    "7.66s, 7660",
    "2m59.56s, 179560",
    "6m0s, 360000",
    "1m, 60000",
    "3h20m5s, 12005000",
    "1d2h, 93600000",
    "20, 20000",
    "0.5, 500"
  })
  void readsResetsInEveryForm(String reset, long millis) {
    assertThat(resetOf(reset)).isEqualTo(ELAPSED.plusMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1s", "1x", "s", "99999999999999s", "40d", "1s1s", "12 ms"})
  void aResetThatIsNoneMakesACountThatIsNotKnown(String reset) {
    assertThat(read("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", reset))
        .isEqualTo(AccountStanding.NONE);
  }

  @Test
  void azuresBareNumbersAreMilliseconds() {
    AccountStanding standing =
        read(
            "x-ratelimit-limit-requests", "120",
            "x-ratelimit-remaining-requests", "119",
            "x-ratelimit-renewalperiod-requests", "60",
            "x-ratelimit-reset-requests", "500");

    assertThat(standing.requests()).isEqualTo(new Count(120L, 119, ofMillis(900)));
  }

  @Test
  void azuresOlderOnesSayNotWhenTheyResetAndCountForNothing() {
    assertThat(
            read(
                "x-ratelimit-remaining-requests", "119",
                "x-ratelimit-remaining-tokens", "119984"))
        .isEqualTo(AccountStanding.NONE);
  }

  @Test
  void readsAnthropics() {
    AccountStanding standing =
        read(
            "anthropic-ratelimit-requests-limit", "4000",
            "anthropic-ratelimit-requests-remaining", "3999",
            "anthropic-ratelimit-requests-reset", "2025-05-13T14:20:03Z",
            "anthropic-ratelimit-tokens-limit", "480000",
            "anthropic-ratelimit-tokens-remaining", "478000",
            "anthropic-ratelimit-tokens-reset", "2025-05-13T14:20:04Z",
            "anthropic-ratelimit-input-tokens-limit", "400000",
            "anthropic-ratelimit-input-tokens-remaining", "399000",
            "anthropic-ratelimit-input-tokens-reset", "2025-05-13T16:20:04+02:00",
            "anthropic-ratelimit-output-tokens-limit", "80000",
            "anthropic-ratelimit-output-tokens-remaining", "79000",
            "anthropic-ratelimit-output-tokens-reset", "2025-05-13T14:19:00Z");

    assertThat(standing.requests()).isEqualTo(new Count(4_000L, 3_999, after(3)));
    assertThat(standing.tokens()).isEqualTo(new Count(480_000L, 478_000, after(4)));
    assertThat(standing.inputTokens()).isEqualTo(new Count(400_000L, 399_000, after(4)));
    assertThat(standing.outputTokens()).as("past").isEqualTo(new Count(80_000L, 79_000, after(0)));
  }

  @Test
  void readsMistralsWhichSayTheMinuteInTheirNames() {
    AccountStanding standing =
        read(
            "x-ratelimit-limit-tokens-minute", "5000000",
            "x-ratelimit-remaining-tokens-minute", "4999911",
            "x-ratelimit-tokens-query-cost", "52",
            "x-ratelimit-limit-req-minute", "720",
            "x-ratelimit-remaining-req-minute", "717");

    assertThat(standing.requests()).isEqualTo(new Count(720L, 717, after(60)));
    assertThat(standing.tokens()).isEqualTo(new Count(5_000_000L, 4_999_911, after(60)));
  }

  @Test
  void whatIsNotSaidIsNotKnown() {
    assertThat(read("content-type", "text/event-stream", "retry-after", "3"))
        .isSameAs(AccountStanding.NONE);
    assertThat(read("x-ratelimit-remaining-tokens", "7", "x-ratelimit-reset-tokens", "1s").tokens())
        .isEqualTo(new Count(null, 7, after(1)));
    assertThat(read("x-ratelimit-limit-tokens", "7", "x-ratelimit-reset-tokens", "1s"))
        .isEqualTo(AccountStanding.NONE);
  }

  @Test
  void isNoErrorWhateverIsSaid() {
    String[] names = {
      "x-ratelimit-limit-requests",
      "x-ratelimit-remaining-requests",
      "x-ratelimit-reset-requests",
      "x-ratelimit-renewalperiod-requests",
      "anthropic-ratelimit-tokens-remaining",
      "anthropic-ratelimit-tokens-reset"
    };
    String characters = "0123456789.msh-+eETZ: d";
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      Headers.Builder headers = new Headers.Builder();
      for (String name : names) {
        StringBuilder value = new StringBuilder();
        for (int length = random.nextInt(24); length > 0; length--) {
          value.append(characters.charAt(random.nextInt(characters.length())));
        }
        headers.add(name, value.toString());
      }
      AccountStanding standing = AccountHeaders.read(headers.build(), ELAPSED, NOW);

      Count requests = standing.requests();
      if (requests != null) {
        assertThat(requests.remaining()).isNotNegative();
        assertThat(requests.resetsAfter()).isBetween(ELAPSED, ELAPSED.plus(Duration.ofDays(31)));
      }
    }
  }

  private static Duration after(long seconds) {
    return ELAPSED.plus(ofSeconds(seconds));
  }

  private static Duration resetOf(String reset) {
    Count count =
        read("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", reset).requests();
    assertThat(count).isNotNull();
    return count.resetsAfter();
  }

  private static AccountStanding read(String... namesAndValues) {
    return AccountHeaders.read(Headers.of(namesAndValues), ELAPSED, NOW);
  }
}
