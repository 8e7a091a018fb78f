// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

/**
 * When a stream thread asks for a commit: at once when a result waits, but not before as much time
 * has passed since the last commit as that commit took. So commits follow the broker: they are
 * close together while they are quick, and never take more than half of the thread, whose other
 * results would all be late.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class CommitPacer {
  private final long mostSpacingMs;
  private boolean waits;
  private long begunAtMs = -1;
  private long notBeforeMs;

  /**
   * @param mostSpacingMs results wait no longer than this for company, however slow commits are
   */
  CommitPacer(long mostSpacingMs) {
    this.mostSpacingMs = mostSpacingMs;
  }

  void resultWaits() {
    waits = true;
  }

  boolean waits() {
    return waits;
  }

  /** True if it is time; then it counts as asked for. */
  boolean take(long nowMs) {
    if (!waits || nowMs < notBeforeMs) {
      return false;
    }
    waits = false;
    return true;
  }

  long dueAtMs() {
    return waits ? notBeforeMs : Long.MAX_VALUE;
  }

  /** A commit begins, whoever asked for it: it takes along whatever waits. */
  void begins(long nowMs) {
    if (begunAtMs < 0) {
      begunAtMs = nowMs;
    }
  }

  void ended(long nowMs) {
    long tookMs = begunAtMs < 0 ? 0 : nowMs - begunAtMs;
    notBeforeMs = nowMs + Math.max(0, Math.min(tookMs, mostSpacingMs));
    begunAtMs = -1;
    waits = false;
  }
}
