// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two hundred runs that want money for fifty, in one partition and in three; in full it is {@code
 * ./bench/run contention}.
 */
class ContentionIT {
  private static final int RUNS = 200;

  @ParameterizedTest
  @ValueSource(ints = {1, ContentionCase.SHARDS})
  void aBudgetIsNeverExceededAndUsedToItsEndWhateverIsKilled(int shards) throws IOException {
    List<ContentionCase> killed =
        ContentionCase.ofMoney(RUNS, shards).stream().filter(ContentionCase::killed).toList();

    for (ContentionCase each : killed) {
      ContentionVerdict verdict = ContentionRound.play(each);

      assertThat(verdict.broken()).isEmpty();
      assertThat(verdict.audit().requests()).isEqualTo(RUNS);
      assertThat(verdict.tally().calls()).isBetween(49, 50);
    }
  }
}
