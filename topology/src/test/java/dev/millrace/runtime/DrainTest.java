// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DrainTest {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final AtomicInteger runs = new AtomicInteger(3);
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Drain drain(Duration most) {
    return new Drain(() -> closed.set(true), runs::get, most);
  }

  @Test
  void lettingNoMoreRequestsInItWaitsUntilTheLastRunHasEnded() {
    Drain drain = new Drain(() -> closed.set(true), this::oneLess, AN_HOUR);
    assertThat(drain.begun()).isFalse();

    drain.await();

    assertThat(closed).isTrue();
    assertThat(drain.begun()).isTrue();
    assertThat(runs.get()).isLessThanOrEqualTo(0);
  }

  private int oneLess() {
    return runs.getAndDecrement();
  }

  @Test
  void atItsLimitItWaitsNoLonger() {
    drain(Duration.ofMillis(1)).await();

    assertThat(runs.get()).isEqualTo(3);
  }

  @Test
  void withALimitOfNothingItDoesNotWaitAtAll() {
    drain(Duration.ZERO).await();

    assertThat(closed).isTrue();
  }

  @Test
  void calledOnceMoreItEndsTheWaitAtOnce() throws InterruptedException {
    CountDownLatch waits = new CountDownLatch(2);
    Drain drain = new Drain(() -> {}, () -> looked(waits), AN_HOUR);
    Thread first = new Thread(drain::await);
    first.start();
    waits.await();

    drain.await();

    first.join();
    assertThat(looks.get()).isPositive();
  }

  private int looked(CountDownLatch waits) {
    looks.incrementAndGet();
    waits.countDown();
    return 3;
  }
}
