// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Loops of stream threads for tests. */
public final class Loops {
  private static final long NANOS_A_LOOK = 10_000;

  private Loops() {}

  /** A loop whose clock passes with each look at it, which somebody sees. */
  public static Loop seeing(Runnable look) {
    AtomicLong nanos = new AtomicLong();
    return Loop.ofStreamThread(
        Duration.ZERO,
        () -> {
          look.run();
          return nanos.getAndAdd(NANOS_A_LOOK);
        });
  }
}
