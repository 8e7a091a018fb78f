// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

/**
 * What a provider counted for one attempt. All counts are tokens.
 *
 * <p>The names are OpenTelemetry's for GenAI. {@code inputTokens} counts all input, cached or not;
 * {@code cacheReadInputTokens} and {@code cacheWriteInputTokens} are parts of it, and {@code
 * reasoningOutputTokens} is a part of {@code outputTokens}.
 *
 * @param estimated true if the provider told nothing and the counts are ours
 */
public record Usage(
    long inputTokens,
    long outputTokens,
    long cacheReadInputTokens,
    long cacheWriteInputTokens,
    long reasoningOutputTokens,
    boolean estimated) {

  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, false);

  public Usage {
    if (inputTokens < 0 || outputTokens < 0 || reasoningOutputTokens < 0) {
      throw new IllegalArgumentException("negative token count");
    }
    if (cacheReadInputTokens < 0 || cacheWriteInputTokens < 0) {
      throw new IllegalArgumentException("negative cached token count");
    }
  }

  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, outputTokens, 0, 0, 0, false);
  }

  /** The same counts, marked as ours and not the provider's. */
  public Usage asEstimate() {
    return new Usage(
        inputTokens,
        outputTokens,
        cacheReadInputTokens,
        cacheWriteInputTokens,
        reasoningOutputTokens,
        true);
  }

  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cacheReadInputTokens + other.cacheReadInputTokens,
        cacheWriteInputTokens + other.cacheWriteInputTokens,
        reasoningOutputTokens + other.reasoningOutputTokens,
        estimated || other.estimated);
  }

  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}
