// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A short round of chaos on real processes. With {@code -Psoak} twenty. */
class ChaosIT {
  private static final int ROUNDS = Integer.getInteger("chaos.rounds", 1);
  private static final int REQUESTS = 120;

  @Test
  void killedStoppedAndRestartedItAnswersEachRequestOnceAndPaysEachCallOnce() throws IOException {
    for (long seed = 1; seed <= ROUNDS; seed++) {
      ChaosPlan plan = ChaosPlan.of(seed, REQUESTS);

      ChaosVerdict verdict = ChaosRound.play(plan);

      assertThat(verdict.violations()).as(plan.command()).isEmpty();
      assertThat(verdict.requests()).isEqualTo(REQUESTS);
      // It was no idle round: some got through, and some could not pay.
      assertThat(verdict.endings()).containsKeys("completed.answered", "incomplete.cost");
      assertThat(verdict.costEvents()).isPositive();
    }
  }
}
