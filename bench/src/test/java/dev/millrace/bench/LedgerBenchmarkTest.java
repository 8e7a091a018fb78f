// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LedgerBenchmarkTest {

  @Test
  void timesPairsInFewAndInManyScopes() {
    LedgerBenchmark benchmark = new LedgerBenchmark();
    benchmark.pairs = 100;
    benchmark.inFlight = 10;

    Figures figures = benchmark.run(new DataDir(Path.of("none")));

    assertThat(figures.values()).containsEntry("pairs", 2_000L);
    assertThat(figures.table()).contains("scopes_6_windows_3.us_per_pair_most");
  }
}
