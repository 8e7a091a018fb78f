// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
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
  private final Set<Runnable> writers = new CopyOnWriteArraySet<>();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.AWAKE);
  private final AtomicLong commits = new AtomicLong();
  private final boolean askingIsCommitting;
  private final CommitPacer pacer;
  private volatile Runnable alarm = () -> {};
  private boolean pollBroughtRecords;
  private boolean inTransactions;

  private Loop(boolean askingIsCommitting, Duration commitSpacing) {
    this.askingIsCommitting = askingIsCommitting;
    this.pacer = new CommitPacer(commitSpacing.toMillis());
  }

  static Loop ofStreamThread(Duration commitSpacing) {
    return new Loop(false, commitSpacing);
  }

  /**
   * For a thread that no Kafka Streams application owns: nothing to wake, and every look finds a
   * new commit.
   */
  static Loop withoutKafka() {
    return new Loop(true, Duration.ZERO);
  }

  public void add(WorkSource source) {
    sources.add(source);
  }

  public void remove(WorkSource source) {
    sources.remove(source);
  }

  /** Adds what writes down the changes that a store holds back until a commit. */
  public void addWriter(Runnable writer) {
    writers.add(writer);
  }

  public void removeWriter(Runnable writer) {
    writers.remove(writer);
  }

  /**
   * Writes down what the stores of all tasks of this thread hold back. Kafka Streams prepares a
   * commit task by task, and waits for the broker after each: what all of them have to say is best
   * said before the first wait. Their records are in the same transaction in any case.
   */
  public void writeAll() {
    writers.forEach(Runnable::run);
  }

  /** Whether what is written before a commit becomes durable with it, or not at all. */
  void writesInTransactions(boolean allOrNothing) {
    inTransactions = allOrNothing;
  }

  /**
   * Whether a task that has ended its turn may write down what it holds back, ahead of the commit.
   * Kafka Streams makes a commit that was asked for once all tasks have had their turns, so such a
   * task changes nothing more before it, and writes nothing twice. While the others have theirs the
   * producer sends what it wrote, and the commit has less to wait for.
   *
   * <p>In transactions only. Without one a record counts from when it is sent, and the longer the
   * commit is in coming, the more crashes would find a task's changes in part.
   */
  public boolean writesAhead() {
    return inTransactions && pacer.isAskedFor();
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

  /** Something was written that somebody waits for: it is to be committed soon. */
  public void resultWaits() {
    pacer.resultWaits();
  }

  /** Whether something waits for a commit that nobody has asked for yet. */
  public boolean awaitsCommit() {
    return pacer.waits();
  }

  /** True once it is time to commit what waits; then the caller asks for it. */
  public boolean takeCommit(long nowMs) {
    return pacer.waits() && pacer.take(nowMs, isBusy());
  }

  /** Where records came there are often more; the next poll tells, and does not sleep meanwhile. */
  private boolean isBusy() {
    return pollBroughtRecords || workWaits();
  }

  private boolean workWaits() {
    for (WorkSource source : sources) {
      if (source.workWaits()) {
        return true;
      }
    }
    return false;
  }

  /** A commit begins. */
  public void committing(long nowMs) {
    pacer.begins(nowMs);
  }

  /** What was written before the commit began is durable. */
  public void committed(long nowMs) {
    commits.incrementAndGet();
    pacer.ended(nowMs);
  }

  /**
   * Gives the loop a new consumer. Sources that a dead thread of the same name left behind are
   * forgotten.
   */
  public void attach(Runnable wakeup) {
    sources.clear();
    writers.clear();
    alarm = wakeup;
    pollBroughtRecords = false;
  }

  /**
   * Begins a poll and says how long it may sleep. Who adds work after this looked at the sources
   * finds the thread asleep and wakes it; who added it before is seen here.
   */
  public Duration fallAsleep(Duration timeout, long nowMs) {
    phase.set(Phase.ASLEEP);
    Duration sleep = shortened(timeout, nowMs);
    if (sleep.isZero()) {
      phase.set(Phase.AWAKE);
    }
    return sleep;
  }

  /** Ends a poll. */
  public void wakeUp(boolean broughtRecords) {
    phase.set(Phase.AWAKE);
    pollBroughtRecords = broughtRecords;
  }

  private Duration shortened(Duration timeout, long nowMs) {
    if (workWaits()) {
      return Duration.ZERO;
    }
    long sleepMs = until(pacer.dueAtMs(), nowMs, timeout.toMillis());
    for (WorkSource source : sources) {
      sleepMs = until(source.nextDueAtMs(nowMs), nowMs, sleepMs);
    }
    return Duration.ofMillis(sleepMs);
  }

  private static long until(long dueAtMs, long nowMs, long mostMs) {
    return dueAtMs <= nowMs ? 0 : Math.min(mostMs, dueAtMs - nowMs);
  }
}
