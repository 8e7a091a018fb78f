// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import java.util.Arrays;
import java.util.Collection;

/**
 * How numbers lie, none of them negative: percentiles by nearest rank, the mean rounded half up.
 * All 0 of nothing.
 */
public record Spread(int count, long min, long mean, long p50, long p95, long max) {

  public static Spread of(Collection<Long> numbers) {
    long[] sorted = numbers.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 0) {
      return new Spread(0, 0, 0, 0, 0, 0);
    }
    return new Spread(
        sorted.length,
        sorted[0],
        mean(sorted),
        rank(sorted, 50),
        rank(sorted, 95),
        sorted[sorted.length - 1]);
  }

  private static long mean(long[] numbers) {
    long sum = Arrays.stream(numbers).reduce(0, Math::addExact);
    return Math.addExact(sum, numbers.length / 2) / numbers.length;
  }

  /** The smallest number that so many per cent do not exceed. */
  public static long rank(long[] sorted, int percent) {
    int rank = (int) ((sorted.length * (long) percent + 99) / 100);
    return sorted[Math.max(1, rank) - 1];
  }
}
