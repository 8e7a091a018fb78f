// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

/**
 * How much left in the last minute: so that it is known how much of it an answer that is read now
 * could not know of when it began. To the tenth of a second, rounded up. Not thread-safe.
 */
final class Departures {
  static final int STEP_MS = 100;
  private static final int STEPS = 640;

  private final long[] before = new long[STEPS];
  private long total;
  private long step;
  private boolean begun;

  void add(long amount, long nowMs) {
    turnTo(nowMs);
    total += amount;
  }

  /** What left at this instant or after it; of one that is longer ago than a minute, since then. */
  long since(long atMs, long nowMs) {
    turnTo(nowMs);
    long asked = Math.max(Math.floorDiv(atMs, STEP_MS), step - STEPS + 1);
    return asked > step ? 0 : total - before[Math.floorMod(asked, STEPS)];
  }

  private void turnTo(long nowMs) {
    long now = Math.floorDiv(nowMs, STEP_MS);
    if (!begun) {
      begun = true;
      step = now - STEPS;
    }
    for (long next = Math.max(step + 1, now - STEPS + 1); next <= now; next++) {
      before[Math.floorMod(next, STEPS)] = total;
    }
    step = Math.max(step, now);
  }
}
