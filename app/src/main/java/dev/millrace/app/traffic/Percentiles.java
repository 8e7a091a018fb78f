// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.estimate.Spread;
import java.util.Collection;

/** What at most so many per cent of durations exceed, by nearest rank; 0 of nothing. */
public record Percentiles(long p50Ms, long p95Ms, long p99Ms) {

  public static Percentiles of(Collection<Long> durationsMs) {
    long[] sorted = durationsMs.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0
        ? new Percentiles(0, 0, 0)
        : new Percentiles(
            Spread.rank(sorted, 50), Spread.rank(sorted, 95), Spread.rank(sorted, 99));
  }
}
