// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends this process if a command takes longer than it may: whatever hangs, the caller is told. */
final class Watchdog implements AutoCloseable {

  private final CountDownLatch done = new CountDownLatch(1);

  private Watchdog() {}

  static Watchdog start(Duration limit, Terminal terminal) {
    Watchdog watchdog = new Watchdog();
    Thread thread = new Thread(() -> watchdog.watch(limit, terminal), "watchdog");
    thread.setDaemon(true);
    thread.start();
    return watchdog;
  }

  private void watch(Duration limit, Terminal terminal) {
    try {
      if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        terminal.err().println("millrace: not done after " + limit.toSeconds() + " s; giving up");
        // Not exit: what hangs may hang in a shutdown hook, too.
        Runtime.getRuntime().halt(ExitCode.FAILED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
  }
}
