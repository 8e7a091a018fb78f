// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

/** Work of one task that its stream thread must not sleep over. */
public interface WorkSource {

  /** Whether something waits to be taken on the stream thread. Asked from any thread. */
  boolean workWaits();

  /** True if nothing lives in the task, so that it takes no turns. Asked on the stream thread. */
  boolean idle();

  /**
   * When the next timer falls due, in milliseconds of wall-clock time; {@link Long#MAX_VALUE} for
   * none. Asked on the stream thread, before each poll.
   *
   * @param nowMs of the same clock
   */
  long nextDueAtMs(long nowMs);
}
