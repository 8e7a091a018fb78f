// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteLimitTest {
  private static final long MINUTE_MS = 60_000;

  private long nowMs = -7_000_000; // A clock may begin anywhere.

  @Test
  void letsATenthGoAtOnceAndTheRestEvenly() {
    MinuteLimit limit = new MinuteLimit(100);
    for (int i = 0; i < 10; i++) {
      assertThat(limit.waitMs(1, nowMs)).isZero();
      limit.take(1, nowMs);
    }

    assertThat(limit.waitMs(1, nowMs)).as("a ninetieth of a minute").isEqualTo(667);
    assertThat(limit.waitMs(1, nowMs + 667)).isZero();
    assertThat(limit.waitMs(10, nowMs + MINUTE_MS)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9, 10, 20, 100, 663, 10_000})
  void noMinuteHasMoreWhereverItBegins(int most) {
    MinuteLimit limit = new MinuteLimit(most);
    Random random = new Random(most);
    Deque<Long> left = new ArrayDeque<>();
    int fullest = 0;
    for (int call = 0; call < 4 * most + 10; call++) {
      boolean lull = call > 2 * most && random.nextInt(200) == 0;
      nowMs += lull ? random.nextInt(90_000) : 0;
      nowMs += limit.waitMs(1, nowMs);
      limit.take(1, nowMs);
      left.add(nowMs);
      while (left.element() <= nowMs - MINUTE_MS) {
        left.remove();
      }
      fullest = Math.max(fullest, left.size());
    }

    assertThat(fullest).isBetween(most * 9 / 10, most);
  }

  @Test
  void whatIsLargerThanTheBucketWaitsUntilItIsFullAndIsPaidForAfterwards() {
    MinuteLimit limit = new MinuteLimit(1_000);
    limit.take(50, nowMs);
    long fullInMs = limit.waitMs(1_000, nowMs);
    assertThat(fullInMs).isEqualTo(limit.waitMs(100, nowMs)).isPositive();
    nowMs += fullInMs;
    limit.take(1_000, nowMs);

    assertThat(limit.waitMs(1, nowMs)).isEqualTo(MINUTE_MS + 67);
  }

  @Test
  void whatWasNotUsedMayBeUsedAtOnceByOthers() {
    MinuteLimit limit = new MinuteLimit(1_000);
    limit.take(100, nowMs);
    assertThat(limit.waitMs(60, nowMs)).isPositive();

    limit.giveBack(60);
    assertThat(limit.waitMs(60, nowMs)).isZero();

    limit.giveBack(1_000_000);
    assertThat(limit.waitMs(100, nowMs)).isZero();
    limit.take(100, nowMs);
    assertThat(limit.waitMs(1, nowMs)).as("never more than a bucket").isPositive();
  }

  @Test
  void aLongRestFillsItOnce() {
    MinuteLimit limit = new MinuteLimit(1_000_000_000);
    limit.take(1_000_000_000, nowMs);
    nowMs += Long.MAX_VALUE / 4;

    assertThat(limit.waitMs(100_000_000, nowMs)).isZero();
    limit.take(100_000_000, nowMs);
    assertThat(limit.waitMs(1, nowMs)).isEqualTo(1);
  }

  @Test
  void aClockThatIsAMomentBehindFillsNothingTwice() {
    MinuteLimit limit = new MinuteLimit(100);
    limit.take(10, nowMs);
    assertThat(limit.waitMs(1, nowMs + 600)).isEqualTo(67);

    assertThat(limit.waitMs(1, nowMs + 500)).isEqualTo(67);
    assertThat(limit.waitMs(1, nowMs + 600)).isEqualTo(67);
  }

  @Test
  void ofNothingThereIsNoLimit() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MinuteLimit(0));
  }
}
