// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;

/** How long it takes from a kill until all calls that were under way are made again. */
final class RestartSection implements Section {
  private static final String PREFIX = "restart";
  private static final Duration SENT_AGAIN_WITHIN = Duration.ofMinutes(2);

  private final int calls;

  RestartSection(int calls) {
    this.calls = calls;
  }

  @Override
  public Figures measure(Harness harness) throws IOException {
    try (Arrivals arrivals = new Arrivals();
        ChildJvm first = harness.application(PREFIX, arrivals.environment())) {
      first.awaitReady();
      int unused = Waiting.begin(harness, PREFIX, arrivals, calls);
      long killedAt = System.nanoTime();
      first.kill();
      arrivals.forget();
      try (ChildJvm second = harness.application(PREFIX, arrivals.environment())) {
        second.awaitReady();
        double readyAfter = (System.nanoTime() - killedAt) / 1e9;
        arrivals.await(calls, SENT_AGAIN_WITHIN);
        return Figures.none()
            .with("restart_s", (System.nanoTime() - killedAt) / 1e9)
            .with("restart", Figures.none().with("calls", calls).with("ready_s", readyAfter));
      }
    }
  }
}
