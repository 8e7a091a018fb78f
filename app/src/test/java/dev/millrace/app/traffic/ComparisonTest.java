// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import static dev.millrace.app.traffic.Traffic.answered;
import static dev.millrace.app.traffic.Traffic.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void comparesOnlyWhatHasAnOriginal() {
    Comparison comparison =
        Comparison.of(
            List.of(
                answered("a", "completed", 700, 80, 0),
                answered("b", "failed", 0, 10, 0),
                answered("new", "completed", 5_000, 999, 0)),
            Map.of(
                new RequestKey("acme", "a"), result("a", "completed", 1_000, 100, 0),
                new RequestKey("acme", "b"), result("b", "completed", 300, 50, 0)));

    assertThat(comparison.original().requests()).isEqualTo(2);
    assertThat(comparison.original().costNanos()).isEqualTo(1_300);
    assertThat(comparison.again().costNanos()).isEqualTo(700);
    assertThat(comparison.again().latency().p95Ms()).isEqualTo(80);
    assertThat(comparison.all().requests()).isEqualTo(3);
    assertThat(comparison.sameStatus()).isEqualTo(1);
    assertThat(comparison.sameRoute()).isEqualTo(2);
  }

  @Test
  void takesTheApplicationsOwnTimesOnBothSides() {
    Answered seenLate =
        new Answered(Traffic.request("a"), result("a", "completed", 0, 80, 0), 60_000);

    Comparison comparison =
        Comparison.of(
            List.of(seenLate),
            Map.of(new RequestKey("acme", "a"), result("a", "completed", 0, 80, 0)));

    assertThat(comparison.again().latency()).isEqualTo(comparison.original().latency());
  }

  @Test
  void ofAnotherTenantIsNoOriginal() {
    Comparison comparison =
        Comparison.of(
            List.of(answered("a", "completed", 0, 1, 0)),
            Map.of(new RequestKey("other", "a"), result("a", "completed", 0, 1, 0)));

    assertThat(comparison.hasOriginals()).isFalse();
  }
}
