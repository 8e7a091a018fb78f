// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that tool functions run on: a number of them, and a number of places in line.
 *
 * <p>Who sends calls is often one thread that must not lose time. So the line is that of a
 * fork-join pool, which wakes a thread for the first of many tasks and not for each; and who takes
 * too long is found by a look at all of them every so often, not by a timer for each.
 */
public final class FunctionPool implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 20;

  /** What the pool watches over from its place in line to its end. */
  interface Watched {
    boolean isLate(long nowNanos);

    void giveUp();

    /** The pool is closed. */
    void close();
  }

  private final int most;
  private final ForkJoinPool workers;
  private final Set<Watched> unfinished = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor timer;

  public FunctionPool(int threads, int queued) {
    most = threads + queued;
    workers =
        new ForkJoinPool(
            threads, named(), null, true, threads, threads, 0, null, 30, TimeUnit.SECONDS);
    timer = new ScheduledThreadPoolExecutor(1, FunctionPool::timerThread);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Runs a task as soon as a thread is free.
   *
   * @throws RejectedExecutionException if all places are taken
   */
  void run(Runnable task, Watched watched) {
    if (unfinished.size() >= most) {
      throw new RejectedExecutionException("all places are taken");
    }
    unfinished.add(watched);
    workers.execute(task);
    lookSoon();
  }

  void ended(Watched watched) {
    unfinished.remove(watched);
  }

  private void lookSoon() {
    if (looking.compareAndSet(false, true)) {
      var unused = timer.schedule(this::look, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    long nowNanos = System.nanoTime();
    for (Watched each : unfinished) {
      if (each.isLate(nowNanos)) {
        each.giveUp();
      }
    }
    looking.set(false);
    if (!unfinished.isEmpty()) {
      lookSoon();
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
