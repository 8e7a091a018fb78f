// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;

/**
 * What the application may use. Every limit has a number.
 *
 * @param maxInFlight calls at the same time, of this instance
 * @param maxInFlightPerTenant of these, of one tenant
 * @param maxInFlightBackground of these, of the workload class that yields to others
 * @param maxRequestBytes a larger request is rejected
 * @param maxPromptBytes of one model call; a larger one is never sent
 * @param maxDeadline the longest a request may ask for
 * @param stateCacheBytes RocksDB's block cache, of this instance
 * @param stateWriteBufferBytes RocksDB's write buffers, of this instance
 * @param streamThreads of this instance
 * @param commitSpacing how long a waiting result waits for a commit it can share while there is
 *     more to do; where commits are long, three times that at most
 * @param drain how long an instance that is to stop lets its runs go on; 0 for not at all
 */
public record Limits(
    int maxInFlight,
    int maxInFlightPerTenant,
    int maxInFlightBackground,
    int maxRequestBytes,
    int maxPromptBytes,
    Duration maxDeadline,
    long stateCacheBytes,
    long stateWriteBufferBytes,
    int streamThreads,
    Duration commitSpacing,
    Duration drain) {

  public Limits {
    Checks.atLeast(1, maxInFlight, "maxInFlight");
    Checks.within(1, maxInFlight, maxInFlightPerTenant, "maxInFlightPerTenant");
    Checks.within(1, maxInFlight, maxInFlightBackground, "maxInFlightBackground");
    Checks.atLeast(1, maxRequestBytes, "maxRequestBytes");
    Checks.atLeast(1, maxPromptBytes, "maxPromptBytes");
    Checks.positive(maxDeadline, "maxDeadline");
    Checks.atLeast(1, stateCacheBytes, "stateCacheBytes");
    Checks.atLeast(1, stateWriteBufferBytes, "stateWriteBufferBytes");
    Checks.atLeast(1, streamThreads, "streamThreads");
    if (commitSpacing.isNegative()) {
      throw new IllegalArgumentException("commitSpacing is negative: " + commitSpacing);
    }
    if (drain.isNegative()) {
      throw new IllegalArgumentException("drain is negative: " + drain);
    }
  }
}
