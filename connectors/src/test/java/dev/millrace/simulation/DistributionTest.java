// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {

  @ParameterizedTest
  @ValueSource(strings = {"300", "0.5", "100..500", "300~900"})
  void isWrittenAsItIsRead(String text) {
    assertThat(Distribution.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1e3", "5..3", "9~3", "0~1", "3600001", "NaN"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Distribution.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void meetsItsMedianAndItsPercentile() {
    SplittableRandom random = new SplittableRandom(1);
    double[] samples =
        DoubleStream.generate(() -> Distribution.lognormal(300, 900).sampleMs(random))
            .limit(20_000)
            .sorted()
            .toArray();

    assertThat(samples[10_000]).isCloseTo(300, within(15.0));
    assertThat(samples[19_000]).isCloseTo(900, within(45.0));
  }

  @Test
  void givesTheSameTimesForTheSameArrivalAndOthersForTheNext() {
    Behaviour behaviour =
        Behaviour.INSTANT.withLatency(Distribution.uniform(0, 1_000), Distribution.uniform(0, 50));

    Fate first = Fate.draw(behaviour, 42, 1);

    assertThat(Fate.draw(behaviour, 42, 1)).isEqualTo(first);
    assertThat(Fate.draw(behaviour, 42, 2)).isNotEqualTo(first);
    assertThat(first.dueTimes(20).end())
        .isGreaterThan(first.dueTimes(20).afterTokens(10))
        .isEqualTo(first.dueTimes(20).afterTokens(20));
  }
}
