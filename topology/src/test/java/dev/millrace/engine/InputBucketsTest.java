// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class InputBucketsTest {
  @Test
  void whatTheProviderCountedIsSharedOutByOurCounts() {
    InputBuckets counted = new InputBuckets(10, 20, 30, 40, 15, 20);

    assertThat(counted.scaledTo(200)).isEqualTo(new InputBuckets(20, 40, 60, 80, 30, 40));
    assertThat(counted.scaledTo(100)).isSameAs(counted);
  }

  @Test
  void whatRoundingLeavesGoesToThoseThatLostMost() {
    InputBuckets counted = new InputBuckets(1, 1, 1, 0);

    assertThat(counted.scaledTo(5)).isEqualTo(new InputBuckets(2, 2, 1, 0));
    assertThat(new InputBuckets(1, 0, 5, 3).scaledTo(4)).isEqualTo(new InputBuckets(1, 0, 2, 1));
  }

  @Test
  void whatWasNotCountedIsHistory() {
    assertThat(InputBuckets.NONE.scaledTo(7)).isEqualTo(new InputBuckets(0, 0, 7, 0));
    assertThat(InputBuckets.NONE.scaledTo(0)).isEqualTo(InputBuckets.NONE);
  }

  @Test
  void sharesAlwaysAddUpAndNoPartExceedsItsWhole() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      int history = random.nextInt(1_000_000);
      int output = random.nextInt(1_000_000);
      InputBuckets counted =
          new InputBuckets(
              random.nextInt(100),
              random.nextInt(100),
              history,
              output,
              random.nextInt(history + 1),
              random.nextInt(output + 1));
      int told = random.nextInt(1 << random.nextInt(1, 31));

      InputBuckets scaled = counted.scaledTo(told);

      assertThat(scaled.total()).isEqualTo(told);
      assertThat(scaled.carriedHistory()).isBetween(0, scaled.history());
      assertThat(scaled.carriedToolOutput()).isBetween(0, scaled.toolOutput());
    }
  }
}
