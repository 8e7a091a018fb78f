// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.BreakerState;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Decides whether a model is asked, by how its latest calls ended ("Circuit Breaker", M. Nygard,
 * Release It!, 2007).
 *
 * <pre>
 * closed ── too many of the latest failed ──▶ open ── its time is over: a probe ──▶ half open
 *    ▲                                         ▲                                      │   │
 *    │                                         └──────────── the probe failed ────────┘   │
 *    └───────────────────────────────────────────── the probe was answered ───────────────┘
 * </pre>
 *
 * <p>Half open lets one probe through in each {@link BreakerSettings#open() open} time, whether the
 * one before is back or not: so a probe that hangs, or that nobody wants any more, keeps nobody out
 * for longer. A call that left before the last change of mind says nothing about the time since,
 * and is not counted. Time is handed in, and may begin anywhere. Thread-safe.
 */
final class Breaker {
  private final BreakerSettings settings;
  private final OutcomeWindow window;
  private final Consumer<BreakerState> listener;
  private BreakerState state = BreakerState.CLOSED;
  private long era;
  private long probeAtNanos;

  /** Whether a call may leave. */
  sealed interface Answer {}

  /**
   * It may.
   *
   * @param era between two changes of mind; what the call's end counts for
   */
  record Go(long era) implements Answer {}

  /**
   * It may not.
   *
   * @param time until the next probe
   */
  record Wait(Duration time) implements Answer {}

  /**
   * A closed one.
   *
   * @param listener told of each new state, under a lock: it must be quick
   */
  Breaker(BreakerSettings settings, Consumer<BreakerState> listener) {
    this.settings = settings;
    this.window = new OutcomeWindow(settings.window());
    this.listener = listener;
    listener.accept(state);
  }

  synchronized boolean isClosed() {
    return state == BreakerState.CLOSED;
  }

  synchronized Answer ask(long nowNanos) {
    if (state == BreakerState.CLOSED) {
      return new Go(era);
    }
    long waitNanos = probeAtNanos - nowNanos;
    if (waitNanos > 0) {
      return new Wait(wholeMillis(waitNanos));
    }
    turn(BreakerState.HALF_OPEN);
    probeAtNanos = nowNanos + settings.open().toNanos();
    return new Go(era);
  }

  /** The end of a call that was let through. */
  synchronized void ended(Go call, HealthSign sign, long nowNanos) {
    if (call.era != era || sign == HealthSign.NONE) {
      return;
    }
    if (state == BreakerState.CLOSED) {
      count(sign, nowNanos);
    } else if (sign == HealthSign.ILL) {
      open(nowNanos);
    } else {
      close();
    }
  }

  private void count(HealthSign sign, long nowNanos) {
    if (sign == HealthSign.ANSWERED) {
      return;
    }
    boolean ill = sign == HealthSign.ILL;
    window.add(ill);
    if (ill && window.size() >= settings.atLeast() && window.failures() >= settings.failures()) {
      open(nowNanos);
    }
  }

  private void open(long nowNanos) {
    era++;
    probeAtNanos = nowNanos + settings.open().toNanos();
    turn(BreakerState.OPEN);
  }

  private void close() {
    era++;
    window.clear();
    turn(BreakerState.CLOSED);
  }

  private void turn(BreakerState next) {
    if (state != next) {
      state = next;
      listener.accept(next);
    }
  }

  /** Rounded up, so that who waits in milliseconds does not come too early. */
  private static Duration wholeMillis(long nanos) {
    return Duration.ofMillis((nanos + 999_999) / 1_000_000);
  }
}
