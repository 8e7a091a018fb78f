// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.SplittableRandom;

/** When each token of an answer is out, counted from the arrival of its request. */
final class DueTimes {

  private static final double NANOS_PER_MS = 1e6;

  private final long[] nanos;

  private DueTimes(long[] nanos) {
    this.nanos = nanos;
  }

  static DueTimes draw(long ttftNanos, Distribution perToken, int tokens, SplittableRandom random) {
    long[] nanos = new long[tokens + 1];
    nanos[0] = ttftNanos;
    for (int at = 1; at <= tokens; at++) {
      nanos[at] = nanos[at - 1] + (long) (perToken.sampleMs(random) * NANOS_PER_MS);
    }
    return new DueTimes(nanos);
  }

  /** When so many tokens are out; 0 for the beginning of the answer. */
  long afterTokens(int tokens) {
    return nanos[Math.min(tokens, nanos.length - 1)];
  }

  long end() {
    return nanos[nanos.length - 1];
  }
}
