// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The turning of one stream thread, as the calls see it: what it must not sleep over, how to wake
 * it, what it has committed.
 *
 * <p>Whether work waits is derived from the sources at each poll. A flag set by {@link #wake} and
 * cleared by the poll would lose work that the turn in between could not take yet.
 */
public final class Loop {

  /** A function that returns at once is back after 20 to 150 microseconds. */
  private static final long LINGER_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

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
  private final @Nullable LongSupplier nanoTime;
  private final CommitPacer pacer;
  private volatile Runnable alarm = () -> {};
  private Runnable askForCommit = () -> {};
  private boolean pollBroughtRecords;
  private boolean seesPolls;
  private boolean inTransactions;

  private Loop(
      boolean askingIsCommitting, Duration commitSpacing, @Nullable LongSupplier nanoTime) {
    this.askingIsCommitting = askingIsCommitting;
    this.nanoTime = nanoTime;
    this.pacer = new CommitPacer(commitSpacing.toMillis());
  }

  /** For a thread that Kafka Streams turns. */
  static Loop ofStreamThread(Duration commitSpacing, LongSupplier nanoTime) {
    return new Loop(false, commitSpacing, nanoTime);
  }

  /** For a thread on virtual time, which does not pass while somebody waits for it. */
  static Loop onVirtualTime(Duration commitSpacing) {
    return new Loop(false, commitSpacing, null);
  }

  /**
   * For a thread that no Kafka Streams application owns: nothing to wake, and every look finds a
   * new commit.
   */
  static Loop withoutKafka() {
    return new Loop(true, Duration.ZERO, null);
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

  /** Whether there is real time to stay awake in, and no result waits for its commit. */
  public boolean mayLinger() {
    return nanoTime != null && !pacer.waits() && !pacer.isAskedFor();
  }

  /**
   * Waits awake until work comes, for a moment at most: shorter than it takes to fall asleep, to be
   * woken, and to be given the next turn. On virtual time it only looks.
   *
   * @return whether work waits
   */
  @SuppressWarnings("ThreadPriorityCheck") // A hint that makes it quicker, and nothing hangs on it
  public boolean linger() {
    LongSupplier clock = nanoTime;
    long beganNanos = clock == null ? 0 : clock.getAsLong();
    while (!workWaits()) {
      if (clock == null || clock.getAsLong() - beganNanos >= LINGER_NANOS) {
        return false;
      }
      Thread.yield(); // Whoever answers may have been put in line for this very core.
    }
    return true;
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

  /**
   * Something was written that somebody waits for: it is to be committed soon.
   *
   * @param ask asks Kafka Streams for a commit in the name of the task that wrote it; in that of
   *     one that has nothing to commit it would be for nothing
   */
  public void resultWaits(Runnable ask) {
    pacer.resultWaits();
    askForCommit = ask;
  }

  /**
   * Whether a commit has to be asked for in a turn. It has not where the polls of our consumer tell
   * when it is time.
   */
  public boolean needsTurnToCommit() {
    return pacer.waits() && !seesPolls;
  }

  /** Asks for a commit once it is time to commit what waits. */
  public void commitIfDue(long nowMs) {
    if (pacer.waits() && pacer.take(nowMs, isBusy())) {
      askForCommit.run();
    }
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
    seesPolls = true;
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

  /**
   * Ends a poll. What waits for a commit is committed now if it is time, unless some task has a
   * turn next, which brings more and asks then.
   */
  public void wakeUp(boolean broughtRecords, long nowMs) {
    phase.set(Phase.AWAKE);
    pollBroughtRecords = broughtRecords;
    if (pacer.waits() && nothingLives()) {
      commitIfDue(nowMs);
    }
  }

  private boolean nothingLives() {
    for (WorkSource source : sources) {
      if (!source.idle()) {
        return false;
      }
    }
    return true;
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
