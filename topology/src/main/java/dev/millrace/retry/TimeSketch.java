// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import java.util.Arrays;

/**
 * How long things took of late, as counts in buckets, each a tenth wider than the one before: a
 * quantile is told up to a tenth too long, and never too short. Less than a kilobyte, whatever
 * comes; the same times in the same order give the same answers. What is newer counts for more.
 */
final class TimeSketch {
  /** When so many are counted each count is halved. */
  static final int MOST = 1_000;

  private static final long[] EDGES_MS = edges();

  private final int[] counts = new int[EDGES_MS.length];
  private int total;

  /** The longest time of each bucket: every millisecond up to 10, and on to beyond an hour. */
  private static long[] edges() {
    long[] edges = new long[160];
    long edge = 0;
    for (int i = 0; i < edges.length; i++) {
      edge += Math.max(1, edge / 10);
      edges[i] = edge;
    }
    return edges;
  }

  /** Counts one. What took longer than the last bucket reaches counts as that long. */
  void add(long tookMs) {
    int found = Arrays.binarySearch(EDGES_MS, tookMs);
    int bucket = found >= 0 ? found : -found - 1;
    counts[Math.min(bucket, counts.length - 1)]++;
    total++;
    if (total >= MOST) {
      halve();
    }
  }

  private void halve() {
    total = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] /= 2;
      total += counts[i];
    }
  }

  /** How many it goes by; at most {@link #MOST}. */
  int count() {
    return total;
  }

  /**
   * So many hundredths of the times were no longer than this.
   *
   * @throws IllegalStateException if there are none
   */
  long percentileMs(int percent) {
    int wanted = (total * percent + 99) / 100;
    int seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return EDGES_MS[i];
      }
    }
    throw new IllegalStateException("nothing was counted");
  }
}
