// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the requests that are served, at once and in a minute, and refuses what is too many. */
final class Turnstile {
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long NANOS_PER_MS = 1_000_000;

  private final Deque<Long> lastMinute = new ArrayDeque<>();
  private int inside;

  /**
   * Lets a request in, or says why not. The headers that go with either tell how the account
   * stands, where there is a limit of a minute.
   *
   * @param retryAfterMs what it is told to wait for that many are there already
   */
  synchronized @Nullable ApiError enter(
      Allowance allowance, long retryAfterMs, Exchange exchange, long nowNanos) {
    while (!lastMinute.isEmpty() && nowNanos - lastMinute.element() >= MINUTE_NANOS) {
      lastMinute.remove();
    }
    if (inside >= allowance.atOnce()) {
      Map<String, String> headers = Map.of("retry-after-ms", String.valueOf(retryAfterMs));
      return ApiError.tooMany("Too many requests at once. (simulated)", headers);
    }
    if (allowance.requestsPerMinute() == Integer.MAX_VALUE) {
      inside++;
      return null;
    }
    boolean full = lastMinute.size() >= allowance.requestsPerMinute();
    if (!full) {
      inside++;
      lastMinute.add(nowNanos);
    }
    standing(allowance, nowNanos).forEach(exchange::setHeader);
    return full ? ApiError.tooMany("Too many requests in a minute. (simulated)", Map.of()) : null;
  }

  private Map<String, String> standing(Allowance allowance, long nowNanos) {
    Long first = lastMinute.peek();
    long freeNanos = first == null ? 0 : first + MINUTE_NANOS - nowNanos;
    long freeMs = (freeNanos + NANOS_PER_MS - 1) / NANOS_PER_MS;
    int most = allowance.requestsPerMinute();
    return Map.of(
        "x-ratelimit-limit-requests",
        String.valueOf(most),
        "x-ratelimit-remaining-requests",
        String.valueOf(most - lastMinute.size()),
        "x-ratelimit-reset-requests",
        freeMs + "ms");
  }

  synchronized void leave() {
    inside--;
  }
}
