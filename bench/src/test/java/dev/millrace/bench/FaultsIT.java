// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Short rounds of the benchmark of faults, on real processes: what has to hold, and no times. */
class FaultsIT {

  /** Which attempts fail goes by the seed: it is the same story each time. */
  @Test
  void everyFifthCallFailsAndEachRequestHasOneResultAndABillOfWhatWasDelivered()
      throws IOException {
    Figures figures = MixedSection.measure(300, 1, ChaosRound.STARTS_FAST);

    assertThat(figures.values()).containsEntry("requests", 300L).containsEntry("violations", 0L);
    assertThat(number(figures, "attempts_failed") / (double) number(figures, "attempts"))
        .isBetween(0.15, 0.25);
    assertThat(number(figures, "attempts")).isGreaterThan(300);
    assertThat(number(figures, "estimated_bills")).isPositive();
    assertThat((Map<?, ?>) figures.values().get("faults"))
        .hasSize(MixedSection.EVERY_FIFTH_FAILS.faults().size())
        .allSatisfy((fault, count) -> assertThat((Long) count).isPositive());
  }

  @Test
  void aDeadProviderStopsNobodyElseAndIsSoonLeftAlone() throws IOException {
    Figures figures =
        DeadSection.measure(
            50, 1, new Times(Duration.ZERO, Duration.ofSeconds(2)), ChaosRound.STARTS_FAST);

    for (String neighbour : new String[] {"healthy", "refusing", "silent"}) {
      assertThat(beside(figures, neighbour, "completed")).as(neighbour).isEqualTo(100L);
    }
    for (String dead : new String[] {"refusing", "silent"}) {
      assertThat((Long) beside(figures, dead, "attempts_at_the_dead")).as(dead).isBetween(20L, 99L);
    }
  }

  private static Object beside(Figures figures, String neighbour, String name) {
    Object found = figures.values().get("beside_" + neighbour);
    return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(found)).get(name), name);
  }

  private static long number(Figures figures, String name) {
    return (Long) Objects.requireNonNull(figures.values().get(name), name);
  }
}
