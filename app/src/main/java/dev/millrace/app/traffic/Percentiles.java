// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import java.util.Collection;

/** What at most so many per cent of durations exceed, by nearest rank; 0 of nothing. */
public record Percentiles(long p50Ms, long p95Ms, long p99Ms) {

  public static Percentiles of(Collection<Long> durationsMs) {
    long[] sorted = durationsMs.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Percentiles(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99));
  }

  private static long rank(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) ((sorted.length * (long) percent + 99) / 100);
    return sorted[Math.max(1, rank) - 1];
  }
}
