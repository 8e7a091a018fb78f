// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an instance, before it stops: no more requests, and time for runs under way to end, so
 * that what they call need not be called again by the next owner. Safe for many threads.
 */
final class Drain {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);
  private static final long LOOK_EVERY_MS = 10;

  private final Runnable closeIntake;
  private final IntSupplier runs;
  private final Duration most;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch hurry = new CountDownLatch(1);

  /**
   * @param closeIntake lets no more requests in
   * @param runs how many live
   * @param most how long they may go on; zero for not at all
   */
  Drain(Runnable closeIntake, IntSupplier runs, Duration most) {
    this.closeIntake = closeIntake;
    this.runs = runs;
    this.most = most;
  }

  boolean begun() {
    return begun.get();
  }

  /** Returns when no run lives, when time is up, or when it is called once more. */
  void await() {
    closeIntake.run();
    if (!begun.compareAndSet(false, true)) {
      hurry.countDown();
      return;
    }
    long endsAtNanos = System.nanoTime() + most.toNanos();
    try {
      boolean hurried = false;
      while (runs.getAsInt() > 0 && !hurried && System.nanoTime() - endsAtNanos < 0) {
        hurried = hurry.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Who cannot wait does not want to.
    }
    log.atInfo().addKeyValue("runsLeft", runs.getAsInt()).log("Drained");
  }
}
