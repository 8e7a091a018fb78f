// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FunctionPoolTest {
  private final List<Runnable> looks = new ArrayList<>();

  @Test
  void ofManyLooksThatWerePlannedOneGoesOn() {
    try (FunctionPool pool = new FunctionPool(1, 10, new ByHand())) {
      for (int hours = 3; hours > 0; hours--) {
        pool.run(() -> {}, lateIn(hours));
      }
      assertThat(looks).hasSize(3);

      List.copyOf(looks).forEach(Runnable::run);

      assertThat(looks).hasSize(4);
    }
  }

  private static FunctionPool.Watched lateIn(int hours) {
    long lateAtNanos = System.nanoTime() + TimeUnit.HOURS.toNanos(hours);
    return new FunctionPool.Watched() {
      @Override
      public long lateAtNanos() {
        return lateAtNanos;
      }

      @Override
      public void giveUp() {}

      @Override
      public void close() {}
    };
  }

  /** Keeps what is planned until the test does it. */
  private final class ByHand extends ScheduledThreadPoolExecutor {
    ByHand() {
      super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable look, long delay, TimeUnit unit) {
      looks.add(look);
      return super.schedule(() -> {}, 0, unit);
    }
  }
}
