// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.util.Arrays;

/** Times of the same thing, done often. */
final class Latencies {
  private static final double NANOS_PER_MS = 1e6;

  private long[] nanos = new long[1_024];
  private int size;

  void add(long tookNanos) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = tookNanos;
  }

  /**
   * The time within which so many per cent were done, by nearest rank; NaN if none was measured.
   */
  double percentileMs(double percent) {
    if (size == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * size);
    return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MS;
  }
}
