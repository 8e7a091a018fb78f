// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;

/** Runs that wait for a call that never returns. */
final class Waiting {
  static final String VERB = "never";

  private static final Duration ARRIVE_WITHIN = Duration.ofMinutes(2);

  private Waiting() {}

  /**
   * Begins so many and returns once all their calls have left and are committed.
   *
   * @return the number of the first request
   */
  static int begin(Harness harness, String prefix, Arrivals arrivals, int runs) throws IOException {
    System.err.printf("%s: %d runs wait%n", prefix, runs);
    Target target = Targets.application(prefix, VERB);
    int first = harness.requests().reserve(runs);
    for (int i = 0; i < runs; i++) {
      harness.requests().send(target, first + i);
    }
    arrivals.await(runs, ARRIVE_WITHIN);
    Committed.await(harness.stage().bootstrapServers(), prefix, target.requests(), ARRIVE_WITHIN);
    return first;
  }
}
