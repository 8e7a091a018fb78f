// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

/**
 * Whether the instance may take more requests. Asked by every stream thread before each poll, so it
 * must be fast and safe from any thread, and it brings its own hysteresis.
 *
 * <p>What a thread has already polled is still processed: up to {@code max.poll.records} and {@code
 * buffered.records.per.partition} records of each partition arrive after {@link #full} turned true.
 * Leave room for them.
 */
@FunctionalInterface
public interface Intake {

  /** Always takes more. */
  Intake OPEN = () -> false;

  boolean full();
}
