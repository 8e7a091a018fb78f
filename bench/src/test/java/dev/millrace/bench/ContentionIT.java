// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.ContentionCase.Fate;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two hundred runs that want money for fifty, in one partition and in three, on one instance and on
 * two; in full it is {@code ./bench/run contention}.
 */
class ContentionIT {
  private static final int RUNS = 200;

  @ParameterizedTest
  @ValueSource(ints = {1, ContentionCase.SHARDS})
  void aBudgetIsNeverExceededAndUsedToItsEndWhateverIsKilled(int shards) throws IOException {
    List<ContentionCase> killed =
        ContentionCase.ofMoney(RUNS, shards).stream()
            .filter(each -> each.fate() != Fate.UNDISTURBED)
            .toList();

    for (ContentionCase each : killed) {
      assertHolds(ContentionRound.play(each));
    }
  }

  @Test
  void anInstanceTakesOverTheLeasesOfOneThatWasKilledAndCameNotBack() throws IOException {
    ContentionVerdict verdict = ContentionRound.play(ContentionCase.replaced(RUNS));

    assertHolds(verdict);
    assertThat(verdict.tally().hidden()).as("under way when it was killed").isPositive();
    assertThat(verdict.tally().partitions()).isEqualTo(ContentionCase.SHARDS);
  }

  private static void assertHolds(ContentionVerdict verdict) {
    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.audit().requests()).isEqualTo(RUNS);
    assertThat(verdict.tally().calls()).isBetween(49, 50);
  }
}
