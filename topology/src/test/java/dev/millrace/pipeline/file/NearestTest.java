// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  @ParameterizedTest
  @CsvSource({"same,same,0", "route,routes,1", "modle,model,1", "kitten,sitting,3", "'',abc,3"})
  void countsWhatMustChange(String from, String to, int distance) {
    assertThat(Nearest.distance(from, to)).isEqualTo(distance);
  }

  @Test
  void takesTheNearestAndOnlyIfItIsNear() {
    List<String> known = List.of("route", "routes", "m");

    assertThat(Nearest.to("ruotes", known)).contains("routes");
    assertThat(Nearest.to("x", known)).isEmpty();
    assertThat(Nearest.to("M", known)).contains("m");
    assertThat(Nearest.to("elephant", known)).isEmpty();
  }
}
