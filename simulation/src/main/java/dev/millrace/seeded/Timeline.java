// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What happens when in a simulated world. Time passes evenly here; the wall clock, which the
 * application sees, may be set.
 */
final class Timeline {
  private record Event(long atMs, long order, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::order));
  private final long startMs;
  private long passedMs;
  private long setMs;
  private long order;

  /**
   * @param startMs of the wall clock, epoch milliseconds
   */
  Timeline(long startMs) {
    this.startMs = startMs;
  }

  /** What the wall clock shows, epoch milliseconds. */
  long wallMs() {
    return startMs + passedMs + setMs;
  }

  /** Since the start. */
  long passedMs() {
    return passedMs;
  }

  /** Sets the wall clock. */
  void set(long forwardMs) {
    setMs += forwardMs;
  }

  void after(long delayMs, Runnable action) {
    events.add(new Event(passedMs + delayMs, order++, action));
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Lets time pass up to the next event, which then happens; false if none comes until then. */
  boolean next(long untilMs) {
    Event next = events.peek();
    if (next == null || next.atMs > untilMs) {
      return false;
    }
    events.remove();
    passedMs = Math.max(passedMs, next.atMs);
    next.action.run();
    return true;
  }

  void passUntil(long untilMs) {
    passedMs = Math.max(passedMs, untilMs);
  }
}
