// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.Result;

/**
 * A request and how it ended.
 *
 * @param latencyMs from the request to the result, by the same clock
 */
public record Answered(PastRequest request, Result result, long latencyMs) {

  /** By the application's own times: from the request's record to the run's end. */
  public static Answered byItsOwnTimes(PastRequest request, Result result) {
    long latencyMs = Math.max(0, result.getEndedAtMs() - result.getReceivedAtMs());
    return new Answered(request, result, latencyMs);
  }
}
