// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.ledger.Amounts;
import dev.millrace.run.Ending;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SideBySideTest {

  @Test
  void whatLiesOutsideIsCounted() {
    Forecast forecast = new Forecast(List.of(), played(10), played(20), played(40));
    SideBySide both =
        new SideBySide(
            new RouteEstimate("r", List.of(forecast)),
            LongStream.of(9, 10, 30, 40, 41, 70).mapToObj(SideBySideTest::toll).toList());

    assertThat(both.below(Measure.COST_NANOS)).isEqualTo(1);
    assertThat(both.above(Measure.COST_NANOS)).isEqualTo(2);
    assertThat(both.truth(Measure.COST_NANOS)).isEqualTo(new Spread(6, 9, 33, 30, 70, 70));
    assertThat(both.ratio(Measure.COST_NANOS)).isEqualTo(33.0 / 20);
    assertThat(both.above(Measure.LATENCY_MS)).as("time has no bounds").isZero();
    assertThat(both.ratio(Measure.TOOL_CALLS)).as("nothing was likely").isNull();
  }

  @Test
  void whereNothingRanThereIsNoRatio() {
    Forecast forecast = new Forecast(List.of(), played(10), played(20), played(40));
    SideBySide both = new SideBySide(new RouteEstimate("r", List.of(forecast)), List.of());

    assertThat(both.ratio(Measure.COST_NANOS)).isNull();
    assertThat(both.truth(Measure.COST_NANOS)).isEqualTo(new Spread(0, 0, 0, 0, 0, 0));
  }

  @Test
  void sumsThatAreTooLargeAreNoMeans() {
    assertThat(Spread.of(List.of(1L, 2L)).mean()).as("half up").isEqualTo(2);
    assertThat(Spread.of(List.of(Long.MAX_VALUE - 1)).mean()).isEqualTo(Long.MAX_VALUE - 1);
  }

  @Test
  void whatIsNotSaidIsAssumedAsUsual() {
    Assumptions assumptions = Assumptions.of(Map.of("turns", 5L));

    assertThat(assumptions.get(Assumption.TURNS)).isEqualTo(5);
    assertThat(assumptions.get(Assumption.TOOL_MS)).isEqualTo(Assumption.TOOL_MS.usual());
    assertThat(assumptions.values()).containsOnlyKeys(Assumption.values());
  }

  @ParameterizedTest
  @CsvSource({
    "turns,0,turns is from 1 to 1000000: 0",
    "answer_percent,101,answer_percent is from 1 to 100: 101",
    "tool_ms,-1,tool_ms is from 0 to 1000000: -1",
    "tool_tokens,9223372036854775807,tool_tokens is from 1 to 1000000: 9223372036854775807",
    "turn,3,nothing to assume: turn; there are request_tokens"
  })
  void whatCannotBeAssumedIsSaid(String name, long value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assumptions.of(Map.of(name, value)))
        .withMessageStartingWith(message);
  }

  private static Played played(long nanos) {
    return new Played(toll(nanos), 0, Ending.completed());
  }

  private static Toll toll(long nanos) {
    return new Toll(Amounts.ofModelCall(nanos, 1, 1), nanos);
  }
}
