// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

  @Test
  void areTheNearestRank() {
    List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();

    assertThat(Percentiles.of(hundred)).isEqualTo(new Percentiles(50, 95, 99));
  }

  @Test
  void doNotLeanOnTheOrder() {
    assertThat(Percentiles.of(List.of(30L, 10L, 20L))).isEqualTo(new Percentiles(20, 30, 30));
  }

  @Test
  void ofOneIsThatOne() {
    assertThat(Percentiles.of(List.of(7L))).isEqualTo(new Percentiles(7, 7, 7));
  }

  @Test
  void ofNothingAreZero() {
    assertThat(Percentiles.of(List.of())).isEqualTo(new Percentiles(0, 0, 0));
  }
}
