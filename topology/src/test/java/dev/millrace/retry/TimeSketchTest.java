// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSketchTest {
  private final TimeSketch sketch = new TimeSketch();

  @Test
  void nothingIsSaidOfNothing() {
    assertThatIllegalStateException().isThrownBy(() -> sketch.percentileMs(95));
  }

  @Test
  void ofOneTimeAllPercentilesAreIt() {
    sketch.add(7);

    assertThat(sketch.percentileMs(1)).isEqualTo(7);
    assertThat(sketch.percentileMs(100)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aPercentileIsNeverTooShortAndAtMostATenthTooLong(long seed) {
    Random random = new Random(seed);
    long[] times = new long[TimeSketch.MOST - 1];
    for (int i = 0; i < times.length; i++) {
      times[i] = 1 + (long) Math.exp(random.nextDouble() * 15); // up to an hour
      sketch.add(times[i]);
    }
    Arrays.sort(times);

    for (int percent = 1; percent <= 100; percent++) {
      long exact = times[(times.length * percent + 99) / 100 - 1];
      assertThat(sketch.percentileMs(percent)).isBetween(exact, exact + exact / 10 + 1);
    }
  }

  @Test
  void whatIsShorterThanAnyBucketOrLongerThanAllIsCountedToo() {
    sketch.add(0);
    assertThat(sketch.percentileMs(100)).isEqualTo(1);
    sketch.add(Long.MAX_VALUE);
    assertThat(sketch.percentileMs(100)).isGreaterThan(3_600_000);
  }

  @Test
  void itFollowsWhatIsNew() {
    for (int i = 0; i < 10_000; i++) {
      sketch.add(100);
    }
    for (int i = 0; i < 100; i++) {
      sketch.add(1_000);
    }

    assertThat(sketch.percentileMs(95)).isGreaterThanOrEqualTo(1_000);
    assertThat(sketch.percentileMs(50)).isLessThan(120);
    assertThat(sketch.count()).isLessThan(TimeSketch.MOST);
  }

  @Test
  void theSameTimesGiveTheSameAnswers() {
    TimeSketch other = new TimeSketch();
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      long ms = random.nextInt(10_000);
      sketch.add(ms);
      other.add(ms);
      assertThat(other.percentileMs(95)).isEqualTo(sketch.percentileMs(95));
    }
  }
}
