// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;

/**
 * How often and when a call is tried again: full jitter over an exponential backoff, or what the
 * provider asked for where that is longer.
 *
 * @param maxAttempts the first one included
 * @param total no attempt starts later than this after the first, on a fallback neither
 */
public record RetryPolicy(int maxAttempts, Duration backoff, Duration maxBackoff, Duration total) {

  public RetryPolicy {
    Checks.atLeast(1, maxAttempts, "maxAttempts");
    if (backoff.isNegative() || total.isNegative() || maxBackoff.compareTo(backoff) < 0) {
      throw new IllegalArgumentException("backoff %s of %s".formatted(backoff, maxBackoff));
    }
  }

  /** Leaves time for another attempt, or a fallback, after two that took a model's usual minute. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofMinutes(3));
}
