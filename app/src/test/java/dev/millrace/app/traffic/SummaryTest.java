// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import static dev.millrace.app.traffic.Traffic.answered;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void addsUp() {
    Summary summary =
        Summary.of(
            List.of(
                answered("a", "completed", 1_000, 100, 0),
                answered("b", "completed", 0, 5, 2),
                answered("c", "rejected", 0, 1, 0)));

    assertThat(summary.requests()).isEqualTo(3);
    assertThat(summary.with("completed")).isEqualTo(2);
    assertThat(summary.with("failed")).isZero();
    assertThat(summary.costNanos()).isEqualTo(1_000);
    assertThat(summary.cacheHits()).isEqualTo(2);
    assertThat(summary.currency()).isEqualTo("USD");
    assertThat(summary.latency()).isEqualTo(new Percentiles(5, 100, 100));
    assertThat(summary.times().sequentialMs()).isEqualTo(212);
  }

  @Test
  void ordersRoutesByHowManyTookThem() {
    Summary summary =
        Summary.of(
            List.of(
                answered("a", "rejected", 0, 1, 0),
                answered("b", "completed", 0, 1, 0),
                answered("c", "completed", 0, 1, 0)));

    assertThat(summary.topRoutes(5)).containsExactly(Map.entry("help", 2), Map.entry("", 1));
    assertThat(summary.topRoutes(1)).containsExactly(Map.entry("help", 2));
  }

  @Test
  void ofNothingIsNothing() {
    assertThat(Summary.of(List.of()).requests()).isZero();
  }
}
