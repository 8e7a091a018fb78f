// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.schemas.Result;

/**
 * Which results were counted, for a repeated request is answered by the same result again. Of each
 * it keeps 64 bits: that two of ten million are alike has a chance of one in 300,000.
 */
final class SeenRuns {
  static final int MOST_RUNS = 10_000_000;

  private static final int FIRST_SIZE = 1 << 10;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Open addressing; 0 is an empty place. */
  private long[] places = new long[FIRST_SIZE];

  private int count;

  /** Whether it is new. What never ran has no name, and is. */
  boolean add(Result result) {
    return result.getRunId().isEmpty() || add(mark(result));
  }

  private static long mark(Result result) {
    long hash = FNV_OFFSET ^ result.getEndedAtMs() * FNV_PRIME;
    String run = result.getRunId();
    for (int i = 0; i < run.length(); i++) {
      hash = (hash ^ run.charAt(i)) * FNV_PRIME;
    }
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash;
  }

  private boolean add(long mark) {
    if (!put(places, mark)) {
      return false;
    }
    count++;
    if (count > MOST_RUNS) {
      throw new ReportTooLargeException(
          "more than %d results; ask for less time with --from and --to".formatted(MOST_RUNS));
    }
    if (count * 3L > places.length * 2L) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] wider = new long[places.length * 2];
    for (long mark : places) {
      if (mark != 0) {
        put(wider, mark);
      }
    }
    places = wider;
  }

  private static boolean put(long[] places, long mark) {
    int i = (int) mark & places.length - 1;
    while (places[i] != 0) {
      if (places[i] == mark) {
        return false;
      }
      i = i + 1 & places.length - 1;
    }
    places[i] = mark;
    return true;
  }
}
