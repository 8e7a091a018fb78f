// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

/**
 * When a stream thread asks for a commit of what waits for one.
 *
 * <p>A thread that has nothing else to do commits at once, but not before as much time has passed
 * since the last commit as that commit took: commits follow the broker, and never take more than
 * half of the thread. A thread that has more to do goes on with it for a while, so that many
 * results share a commit: each costs the thread, the producer and the broker the same, however much
 * is in it. Where commits are long, because much is in each or the broker is slow, they are made
 * further apart.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class CommitPacer {

  /** Commits of a busy thread take no more than a fifth of its time, */
  private static final int TIMES_AS_LONG_AS_IT_TOOK = 4;

  /** as long as results need not wait for this many times the usual for that. */
  private static final int TIMES_THE_SPACING = 3;

  private final long spacingMs;
  private boolean waits;
  private boolean askedFor;
  private long begunAtMs = -1;
  private long idleNotBeforeMs;
  private long busyNotBeforeMs;

  /**
   * @param spacingMs how long results wait for company while there is more to do; where commits are
   *     long, three times that at most
   */
  CommitPacer(long spacingMs) {
    this.spacingMs = spacingMs;
  }

  void resultWaits() {
    waits = true;
  }

  boolean waits() {
    return waits;
  }

  /**
   * True if it is time; then it counts as asked for.
   *
   * @param busy whether the thread has more to do
   */
  boolean take(long nowMs, boolean busy) {
    if (!waits || nowMs < (busy ? busyNotBeforeMs : idleNotBeforeMs)) {
      return false;
    }
    waits = false;
    askedFor = true;
    return true;
  }

  /** True from when a commit is asked for until one has ended. */
  boolean isAskedFor() {
    return askedFor;
  }

  /** When it is worth another look whether the thread is still busy. */
  long dueAtMs() {
    return waits ? idleNotBeforeMs : Long.MAX_VALUE;
  }

  /** A commit begins, whoever asked for it: it takes along whatever waits. */
  void begins(long nowMs) {
    if (begunAtMs < 0) {
      begunAtMs = nowMs;
    }
  }

  void ended(long nowMs) {
    long tookMs = begunAtMs < 0 ? 0 : nowMs - begunAtMs;
    idleNotBeforeMs = nowMs + Math.max(0, Math.min(tookMs, spacingMs));
    long apartMs = Math.min(TIMES_AS_LONG_AS_IT_TOOK * tookMs, TIMES_THE_SPACING * spacingMs);
    busyNotBeforeMs = nowMs + Math.max(spacingMs, apartMs);
    begunAtMs = -1;
    waits = false;
    askedFor = false;
  }
}
