// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  @Test
  void originalKeepsTheGaps() {
    assertThat(Pace.parse("original").dueMs(7, 1_234)).isEqualTo(1_234);
  }

  @Test
  void aFactorShortensTheGaps() {
    assertThat(Pace.parse("10x").dueMs(7, 1_234)).isEqualTo(123);
    assertThat(Pace.parse("0.5X").dueMs(7, 1_000)).isEqualTo(2_000);
  }

  @Test
  void maxIsDueAtOnce() {
    assertThat(Pace.parse("max").dueMs(7, 1_234)).isZero();
  }

  @Test
  void aRateSpreadsEvenly() {
    Pace pace = new Pace.PerSecond(4);

    assertThat(pace.dueMs(0, 99)).isZero();
    assertThat(pace.dueMs(2, 99)).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "fast", "0x", "-1x", "NaNx", "Infinityx", "10", "1,5x"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.parse(text));
  }
}
