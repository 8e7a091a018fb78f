// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;

/**
 * A model that makes an answer of what is known when a run is at its limit.
 *
 * @param system a Mustache template over what is known by then
 * @param maxInputTokens of all that it is told; what is known is cut until it fits
 * @param maxOutputTokens of its answer, if the model's own are not fewer
 * @param time kept for it before the run's deadline
 */
public record LastWord(
    String model, String system, int maxInputTokens, int maxOutputTokens, Duration time) {
  public LastWord {
    Checks.notBlank(model, "model");
    Checks.atLeast(1, maxInputTokens, "maxInputTokens");
    Checks.atLeast(1, maxOutputTokens, "maxOutputTokens");
    Checks.positive(time, "time");
  }

  /**
   * When a run ends all else, epoch milliseconds. One that is too short for a last word besides
   * keeps no time for it.
   */
  public long beginsByMs(long startedAtMs, long deadlineAtMs) {
    long keptMs = time.toMillis();
    return deadlineAtMs - startedAtMs <= keptMs ? deadlineAtMs : deadlineAtMs - keptMs;
  }
}
