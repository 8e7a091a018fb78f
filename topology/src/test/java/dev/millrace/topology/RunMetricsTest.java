// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.run.HedgeEnd;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RunMetrics metrics = new RunMetrics(meters);

  @Test
  void slowCallsAreCountedByWhatBecameOfMakingThemTwice() {
    metrics.hedge("small", HedgeEnd.WON, false);
    metrics.hedge("small", HedgeEnd.WON, true);
    metrics.hedge("small", HedgeEnd.OVER_BUDGET, false);
    metrics.hedge("large", HedgeEnd.WON, false);

    assertThat(hedges("small", "won")).isEqualTo(2);
    assertThat(hedges("small", "over_budget")).isEqualTo(1);
    assertThat(hedges("large", "won")).isEqualTo(1);
  }

  private double hedges(String model, String outcome) {
    return meters.get("millrace.hedges").tags("model", model, "outcome", outcome).counter().count();
  }
}
