// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import dev.millrace.simulation.StreamedAnswer.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Sends events when each is due. What is due at the same time goes out in one write, so a server
 * that falls behind sends larger parts instead of falling behind further.
 */
final class PacedStream {

  private final Exchange exchange;
  private final Scheduler scheduler;
  private final List<Event> events;
  private final DueTimes due;
  private final long begunNanos;
  private final Runnable beforeEnd;
  private final Runnable gone;
  private final boolean breaksOff;
  private int next;

  /**
   * @param due counted from the beginning
   * @param beforeEnd run before the last write
   * @param gone run if the client has gone
   * @param breaksOff whether the connection is broken after the last event
   */
  PacedStream(
      Exchange exchange,
      Scheduler scheduler,
      List<Event> events,
      DueTimes due,
      long begunNanos,
      Runnable beforeEnd,
      Runnable gone,
      boolean breaksOff) {
    this.exchange = exchange;
    this.scheduler = scheduler;
    this.events = events;
    this.due = due;
    this.begunNanos = begunNanos;
    this.beforeEnd = beforeEnd;
    this.gone = gone;
    this.breaksOff = breaksOff;
  }

  void start() {
    exchange.begin("text/event-stream; charset=utf-8");
    exchange.setHeader("Cache-Control", "no-cache");
    await();
  }

  private void await() {
    long waitNanos = next < events.size() ? dueOf(next) - elapsedNanos() : 0;
    if (waitNanos <= 0) {
      send();
    } else {
      scheduler.schedule(this::send, waitNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void send() {
    StringBuilder part = new StringBuilder();
    long now = elapsedNanos();
    while (next < events.size() && dueOf(next) <= now) {
      part.append(events.get(next++).text());
    }
    if (next < events.size()) {
      exchange.write(part.toString(), this::await, gone);
      return;
    }
    beforeEnd.run();
    if (breaksOff) {
      exchange.write(part.toString(), exchange::breakOff, gone);
    } else {
      exchange.finish(part.toString());
    }
  }

  private long dueOf(int event) {
    return due.afterTokens(events.get(event).token());
  }

  private long elapsedNanos() {
    return System.nanoTime() - begunNanos;
  }
}
