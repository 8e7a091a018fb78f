// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.run.CallId;
import dev.millrace.run.RunId;
import org.junit.jupiter.api.Test;

class ChanceTest {

  /** A replay of yesterday's traffic, by tomorrow's version too, backs off as it did. */
  @Test
  void itStaysWhatItIs() {
    assertThat(Chance.of(call(0), 1)).isEqualTo(0.9316653546637665);
    assertThat(Chance.of(call(0), 2)).isEqualTo(0.38415107751054356);
    assertThat(Chance.of(call(1), 1)).isEqualTo(0.4182377035458794);
  }

  @Test
  void itIsSpreadEvenlyOverCallsAndAttempts() {
    int[] tenths = new int[10];
    double sum = 0;
    for (int run = 0; run < 2_000; run++) {
      for (int attempt = 1; attempt <= 5; attempt++) {
        double chance = Chance.of(call(run), attempt);
        assertThat(chance).isGreaterThanOrEqualTo(0).isLessThan(1);
        tenths[(int) (chance * 10)]++;
        sum += chance;
      }
    }
    assertThat(sum / 10_000).isCloseTo(0.5, within(0.01));
    for (int tenth : tenths) {
      assertThat(tenth).isBetween(880, 1_120);
    }
  }

  /** Else all that failed together would come back together. */
  @Test
  void neighboursDoNotGoInStep() {
    double sum = 0;
    for (int run = 0; run < 2_000; run++) {
      RunId id = RunId.of("acme", "r-" + run);
      sum += Math.abs(Chance.of(new CallId(id, 0, 0), 1) - Chance.of(new CallId(id, 0, 1), 1));
    }
    // Two independent even chances lie a third apart.
    assertThat(sum / 2_000).isCloseTo(1.0 / 3, within(0.02));
  }

  private static CallId call(int run) {
    return new CallId(RunId.of("acme", "r-" + run), 0, 0);
  }
}
