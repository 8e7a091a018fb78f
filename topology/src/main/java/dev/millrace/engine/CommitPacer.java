// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

/**
 * When to ask for a commit: at once when a result waits, but not more often than the spacing
 * allows. A commit for each of many results would keep the thread in commits and make all of them
 * late.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class CommitPacer {
  private final long spacingMs;
  private boolean waits;
  private long lastMs;

  CommitPacer(long spacingMs) {
    this.spacingMs = spacingMs;
  }

  void resultWaits() {
    waits = true;
  }

  boolean waits() {
    return waits;
  }

  /** True if it is time; then it counts as asked for. */
  boolean take(long nowMs) {
    if (!waits || nowMs < dueAtMs()) {
      return false;
    }
    waits = false;
    lastMs = nowMs;
    return true;
  }

  long dueAtMs() {
    return waits ? lastMs + spacingMs : Long.MAX_VALUE;
  }

  void reset() {
    waits = false;
    lastMs = 0;
  }
}
