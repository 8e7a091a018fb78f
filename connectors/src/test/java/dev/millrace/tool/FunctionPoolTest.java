// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FunctionPoolTest {
  private final List<Runnable> looks = new ArrayList<>();

  @Test
  void ofManyLooksThatWerePlannedOneGoesOn() {
    try (FunctionPool pool = new FunctionPool(1, 10, false, new ByHand())) {
      for (int hours = 3; hours > 0; hours--) {
        pool.run(() -> {}, lateIn(hours));
      }
      assertThat(looks).hasSize(3);

      List.copyOf(looks).forEach(Runnable::run);

      assertThat(looks).hasSize(4);
    }
  }

  @Test
  void tasksGatherUntilTheyAreHandedOver() throws Exception {
    AtomicInteger run = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(3);
    try (FunctionPool pool = new FunctionPool(2, 10, true, new ByHand())) {
      for (int task = 0; task < 3; task++) {
        pool.run(
            () -> {
              run.incrementAndGet();
              all.countDown();
            },
            lateIn(1));
      }
      assertThat(run).hasValue(0);

      pool.handOver();

      assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
      pool.handOver();
      assertThat(run).hasValue(3);
    }
  }

  /** The worker that was woken is held up by the first: the others must not be. */
  @Test
  void aTaskThatWaitsHoldsUpNoneThatWasHandedOverWithIt() throws Exception {
    CountDownLatch othersRan = new CountDownLatch(2);
    CountDownLatch firstSawIt = new CountDownLatch(1);
    try (FunctionPool pool = new FunctionPool(2, 10, true, new ByHand())) {
      pool.run(
          () -> {
            try {
              if (othersRan.await(10, TimeUnit.SECONDS)) {
                firstSawIt.countDown();
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          },
          lateIn(1));
      pool.run(othersRan::countDown, lateIn(1));
      pool.run(othersRan::countDown, lateIn(1));

      pool.handOver();

      assertThat(firstSawIt.await(20, TimeUnit.SECONDS)).isTrue();
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
