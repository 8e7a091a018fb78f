// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.runtime.AgentApplication;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams.State;

/** Waits until an application in this process takes requests. */
final class Readiness {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_MS = 20;

  private Readiness() {}

  /** Returns when it does; an application that breaks or takes too long ends the command. */
  static void await(AgentApplication application) throws InterruptedException {
    long endNanos = System.nanoTime() + LIMIT.toNanos();
    while (!application.isReady()) {
      if (application.state() == State.ERROR || System.nanoTime() > endNanos) {
        throw CommandException.failed(
            "the application did not start: it is " + application.state());
      }
      Thread.sleep(LOOK_AGAIN_MS);
    }
  }
}
