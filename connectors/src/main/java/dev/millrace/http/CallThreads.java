// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread for each call in flight, kept a while for the next. To start a thread takes milliseconds
 * where the machine is busy; a thread of its own does that, so that whoever sends a call does not
 * wait for it.
 */
final class CallThreads extends ThreadPoolExecutor {
  /** A call mostly waits, and needs little of its stack. */
  private static final long STACK_BYTES = 512 * 1024;

  private final ExecutorService starter;

  CallThreads(String name, int max) {
    super(0, max, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
    AtomicLong count = new AtomicLong();
    setThreadFactory(task -> daemon(task, name + "-" + count.incrementAndGet()));
    this.starter = Executors.newSingleThreadExecutor(task -> daemon(task, name + "-starter"));
  }

  @Override
  public void execute(Runnable task) {
    starter.execute(() -> start(task));
  }

  /** Once closed, a call is run to its end here: it is cancelled already, so that end is near. */
  private void start(Runnable task) {
    try {
      super.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  @Override
  public void shutdown() {
    starter.shutdown();
    super.shutdown();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }
}
