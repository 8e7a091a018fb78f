// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.AccountStanding;
import dev.millrace.call.AccountStanding.Count;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class LoadSignTest {

  @Test
  void anAnswerSaysThatSoManyAreBorne() {
    assertThat(LoadSign.of(new Outcome.Succeeded<>("", Usage.NONE, Timing.NONE), 1, 1))
        .isEqualTo(LoadSign.WELL);
  }

  @Test
  void ofFailuresOnlyTwoSayThatItWasTooMuch() {
    for (FailureKind kind : EnumSet.allOf(FailureKind.class)) {
      LoadSign expected =
          switch (kind) {
            case RATE_LIMITED -> LoadSign.REFUSED;
            case OVERLOADED -> LoadSign.SHED;
            default -> LoadSign.NONE;
          };
      assertThat(sign(kind, AccountStanding.NONE)).as("%s", kind).isEqualTo(expected);
    }
  }

  @Test
  void whoSaysThatAMinuteIsUsedUpSaysNothingOfHowManyAtOnce() {
    assertThat(sign(FailureKind.RATE_LIMITED, left(0, 1_000))).isEqualTo(LoadSign.NONE);
    assertThat(sign(FailureKind.RATE_LIMITED, left(10, 299))).isEqualTo(LoadSign.NONE);
    assertThat(sign(FailureKind.RATE_LIMITED, left(10, 300))).isEqualTo(LoadSign.REFUSED);
  }

  private static AccountStanding left(long requests, long tokens) {
    return new AccountStanding(
        new Count(10L, requests, Duration.ofSeconds(1)),
        new Count(1_000L, tokens, Duration.ofSeconds(1)),
        null,
        null,
        Duration.ZERO);
  }

  private static LoadSign sign(FailureKind kind, AccountStanding account) {
    Failure failure = Failure.of(kind, "simulated");
    return LoadSign.of(new Outcome.Failed<>(failure, Usage.NONE, Timing.NONE, account), 100, 200);
  }
}
