// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

/**
 * When a step began and ended, in epoch milliseconds.
 *
 * @param calls how many were of it
 * @param endedAtMs when the last of them ended; 0 while it has not
 */
public record StepTimes(int step, int calls, long startedAtMs, long endedAtMs) {
  StepTimes plus(int more) {
    return new StepTimes(step, calls + more, startedAtMs, endedAtMs);
  }

  /** The same, ended by then if it has not ended before. */
  StepTimes endedBy(long atMs) {
    return endedAtMs == 0 ? endedAt(atMs) : this;
  }

  StepTimes endedAt(long atMs) {
    return new StepTimes(step, calls, startedAtMs, atMs);
  }
}
