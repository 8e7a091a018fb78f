// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that tool functions run on: a number of them, and a number of places in line.
 *
 * <p>Who sends calls is often one thread that must not lose time. So a pool may gather them until
 * they are handed over, since to wake a worker costs more than a quick function takes; the line is
 * that of a fork-join pool, which wakes a thread for the first of many tasks and not for each; and
 * who takes too long is found by a look at all of them once the first may be late, not by a timer
 * for each.
 */
public final class FunctionPool implements AutoCloseable {
  /** So that one look finds all that are late by little more or less. */
  private static final long LOOK_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** No moment to look at is known. */
  private static final long NONE = 0;

  /** What the pool watches over from its place in line to its end. */
  interface Watched {
    /** By {@link System#nanoTime}. */
    long lateAtNanos();

    void giveUp();

    /** The pool is closed. */
    void close();
  }

  private final int most;
  private final boolean gathers;
  private final Queue<Runnable> gathered = new ConcurrentLinkedQueue<>();
  private final ForkJoinPool workers;
  private final Set<Watched> unfinished = ConcurrentHashMap.newKeySet();
  private final AtomicLong nextLook = new AtomicLong(NONE);
  private final ScheduledThreadPoolExecutor timer;

  /** A pool whose tasks leave at once. */
  public FunctionPool(int threads, int queued) {
    this(threads, queued, false, newTimer());
  }

  /** A pool whose tasks leave with the next {@link #handOver}. */
  public static FunctionPool gathering(int threads, int queued) {
    return new FunctionPool(threads, queued, true, newTimer());
  }

  FunctionPool(int threads, int queued, boolean gathers, ScheduledThreadPoolExecutor timer) {
    this.timer = timer;
    this.gathers = gathers;
    most = threads + queued;
    workers =
        new ForkJoinPool(
            threads, named(), null, true, threads, threads, 0, null, 30, TimeUnit.SECONDS);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static ScheduledThreadPoolExecutor newTimer() {
    return new ScheduledThreadPoolExecutor(1, FunctionPool::timerThread);
  }

  /**
   * Runs a task as soon as it has been handed over and a thread is free.
   *
   * @throws RejectedExecutionException if all places are taken
   */
  void run(Runnable task, Watched watched) {
    if (unfinished.size() >= most) {
      throw new RejectedExecutionException("all places are taken");
    }
    unfinished.add(watched);
    if (gathers) {
      gathered.add(task);
    } else {
      workers.execute(task);
    }
    lookBy(watched.lateAtNanos());
  }

  /** Lets go what has gathered, whoever sent it. */
  public void handOver() {
    Runnable first = gathered.poll();
    if (first != null) {
      workers.execute(gathered.isEmpty() ? first : () -> spread(first));
    }
  }

  /** One worker is woken for all that has gathered; it calls others, should it not be enough. */
  private void spread(Runnable first) {
    for (Runnable task = gathered.poll(); task != null; task = gathered.poll()) {
      workers.execute(task);
    }
    first.run();
  }

  void ended(Watched watched) {
    unfinished.remove(watched);
  }

  /** Sees to a look soon after then, if none is due before. */
  private void lookBy(long lateAtNanos) {
    long moment = lateAtNanos == NONE ? 1 : lateAtNanos;
    long planned = nextLook.get();
    while (planned == NONE || moment - planned < 0) {
      if (nextLook.compareAndSet(planned, moment)) {
        long inNanos = Math.max(0, moment - System.nanoTime()) + LOOK_AFTER_NANOS;
        var unused = timer.schedule(() -> look(moment), inNanos, TimeUnit.NANOSECONDS);
        return;
      }
      planned = nextLook.get();
    }
  }

  /** A look in whose place an earlier one was planned is none: each look plans the next. */
  private void look(long moment) {
    if (!nextLook.compareAndSet(moment, NONE)) {
      return;
    }
    long nowNanos = System.nanoTime();
    Watched next = null;
    for (Watched each : unfinished) {
      if (nowNanos - each.lateAtNanos() >= 0) {
        each.giveUp();
      } else if (next == null || each.lateAtNanos() - next.lateAtNanos() < 0) {
        next = each;
      }
    }
    if (next != null) {
      lookBy(next.lateAtNanos());
    }
  }

  private static ForkJoinWorkerThreadFactory named() {
    AtomicLong count = new AtomicLong();
    return pool -> {
      ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
      thread.setName("tool-function-" + count.incrementAndGet());
      return thread;
    };
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = new Thread(task, "tool-function-timer");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    unfinished.forEach(Watched::close);
    workers.shutdownNow();
  }
}
