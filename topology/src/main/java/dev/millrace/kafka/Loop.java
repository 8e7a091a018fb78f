// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The turning of one stream thread, as the calls see it: what it must not sleep over, how to wake
 * it, what it has committed.
 *
 * <p>Whether work waits is derived from the sources at each poll. A flag set by {@link #wake} and
 * cleared by the poll would lose work that the turn in between could not take yet.
 */
public final class Loop {

  private enum Phase {
    AWAKE,
    ASLEEP,
    WOKEN
  }

  private final List<WorkSource> sources = new CopyOnWriteArrayList<>();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.AWAKE);
  private final AtomicLong commits = new AtomicLong();
  private final boolean askingIsCommitting;
  private volatile Runnable alarm = () -> {};

  private Loop(boolean askingIsCommitting) {
    this.askingIsCommitting = askingIsCommitting;
  }

  static Loop ofStreamThread() {
    return new Loop(false);
  }

  /**
   * For a thread that no Kafka Streams application owns: nothing to wake, and every look finds a
   * new commit.
   */
  static Loop withoutKafka() {
    return new Loop(true);
  }

  public void add(WorkSource source) {
    sources.add(source);
  }

  public void remove(WorkSource source) {
    sources.remove(source);
  }

  /**
   * Ends the thread's sleep in {@code poll}, if it sleeps and nobody else has woken it. From any
   * thread.
   */
  public void wake() {
    if (phase.compareAndSet(Phase.ASLEEP, Phase.WOKEN)) {
      alarm.run();
    }
  }

  /**
   * How often the thread has committed: what was written before a look is durable once a later look
   * finds more. Only comparisons mean something; a commit may count more than once.
   *
   * <p>Under exactly-once these are committed transactions. Under at-least-once they are flushes of
   * the producer, since a commit without consumed offsets commits nothing else there, and the flush
   * is what makes an intent durable.
   *
   * <p>Outside a stream thread (under {@code TopologyTestDriver}, which commits after each record
   * and shows it to nobody) each look finds one more.
   */
  public long commits() {
    return askingIsCommitting ? commits.incrementAndGet() : commits.get();
  }

  /** What was written until now is durable. */
  public void committed() {
    commits.incrementAndGet();
  }

  /**
   * Gives the loop a new consumer. Sources that a dead thread of the same name left behind are
   * forgotten.
   */
  public void attach(Runnable wakeup) {
    sources.clear();
    alarm = wakeup;
  }

  /**
   * Begins a poll and says how long it may sleep. Who adds work after this looked at the sources
   * finds the thread asleep and wakes it; who added it before is seen here.
   */
  public Duration fallAsleep(Duration timeout, long nowMs) {
    phase.set(Phase.ASLEEP);
    Duration sleep = shortened(timeout, nowMs);
    if (sleep.isZero()) {
      wakeUp();
    }
    return sleep;
  }

  /** Ends a poll. */
  public void wakeUp() {
    phase.set(Phase.AWAKE);
  }

  private Duration shortened(Duration timeout, long nowMs) {
    long sleepMs = timeout.toMillis();
    for (WorkSource source : sources) {
      if (source.workWaits()) {
        return Duration.ZERO;
      }
      long dueAtMs = source.nextDueAtMs();
      sleepMs = dueAtMs <= nowMs ? 0 : Math.min(sleepMs, dueAtMs - nowMs);
    }
    return Duration.ofMillis(sleepMs);
  }
}
