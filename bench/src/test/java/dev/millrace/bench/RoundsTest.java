// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundsTest {

  @Test
  void theMedianOfRoundsIsNotMovedByOneThatWentWrong() {
    Rounds rounds = rounds(7, 900, 5);

    assertThat(rounds.medianMs(50)).isEqualTo(7);
    assertThat(rounds.spreadMs(50)).containsExactly(5.0, 900.0);
  }

  @Test
  void ofAnEvenNumberTheMedianLiesBetween() {
    assertThat(rounds(4, 8).medianMs(99)).isEqualTo(6);
    assertThat(rounds().medianMs(99)).isNaN();
    assertThat(rounds().spreadMs(99)).isEmpty();
  }

  private static Rounds rounds(long... eachMs) {
    Rounds rounds = new Rounds();
    for (long ms : eachMs) {
      Latencies latencies = new Latencies();
      latencies.add(ms * 1_000_000);
      rounds.add(latencies);
    }
    return rounds;
  }
}
