// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

/**
 * What a provider counted for one attempt. All counts are tokens.
 *
 * <p>The names are OpenTelemetry's for GenAI. {@code inputTokens} counts all input, cached or not;
 * {@code cacheReadInputTokens} and {@code cacheWriteInputTokens} are parts of it. {@code
 * reasoningOutputTokens} and {@code rejectedPredictionTokens} are parts of {@code outputTokens}.
 *
 * @param cacheWriteInputTokens written for any lifetime
 * @param cacheWrite1hInputTokens the part of them that was written for an hour; the rest is for the
 *     provider's usual few minutes
 * @param rejectedPredictionTokens of a predicted output, those that the answer did not take
 * @param estimated true if the provider told nothing of some and these counts are ours
 */
public record Usage(
    long inputTokens,
    long outputTokens,
    long cacheReadInputTokens,
    long cacheWriteInputTokens,
    long cacheWrite1hInputTokens,
    long reasoningOutputTokens,
    long rejectedPredictionTokens,
    boolean estimated) {

  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, false);

  public Usage {
    if (inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException("negative token count");
    }
    if (reasoningOutputTokens < 0 || rejectedPredictionTokens < 0) {
      throw new IllegalArgumentException("negative count of a part of the output");
    }
    if (cacheReadInputTokens < 0 || cacheWriteInputTokens < 0 || cacheWrite1hInputTokens < 0) {
      throw new IllegalArgumentException("negative cached token count");
    }
    if (cacheWrite1hInputTokens > cacheWriteInputTokens) {
      throw new IllegalArgumentException("more written for an hour than written");
    }
  }

  /** Counts of which all cache writes are of the usual lifetime, and no prediction was rejected. */
  public Usage(
      long inputTokens,
      long outputTokens,
      long cacheReadInputTokens,
      long cacheWriteInputTokens,
      long reasoningOutputTokens,
      boolean estimated) {
    this(
        inputTokens,
        outputTokens,
        cacheReadInputTokens,
        cacheWriteInputTokens,
        0,
        reasoningOutputTokens,
        0,
        estimated);
  }

  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, outputTokens, 0, 0, 0, false);
  }

  /**
   * The same with these parts of the input.
   *
   * @param written for any lifetime
   * @param writtenFor1h the part of that which was written for an hour
   */
  public Usage withCache(long read, long written, long writtenFor1h) {
    return new Usage(
        inputTokens,
        outputTokens,
        read,
        written,
        writtenFor1h,
        reasoningOutputTokens,
        rejectedPredictionTokens,
        estimated);
  }

  /** The same with this output, and what of it is reasoning. */
  public Usage withOutput(long output, long reasoning) {
    return new Usage(
        inputTokens,
        output,
        cacheReadInputTokens,
        cacheWriteInputTokens,
        cacheWrite1hInputTokens,
        reasoning,
        rejectedPredictionTokens,
        estimated);
  }

  /** The same with this part of the output. */
  public Usage withRejectedPrediction(long rejected) {
    return new Usage(
        inputTokens,
        outputTokens,
        cacheReadInputTokens,
        cacheWriteInputTokens,
        cacheWrite1hInputTokens,
        reasoningOutputTokens,
        rejected,
        estimated);
  }

  /** The same counts, marked as ours and not the provider's. */
  public Usage asEstimate() {
    return new Usage(
        inputTokens,
        outputTokens,
        cacheReadInputTokens,
        cacheWriteInputTokens,
        cacheWrite1hInputTokens,
        reasoningOutputTokens,
        rejectedPredictionTokens,
        true);
  }

  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cacheReadInputTokens + other.cacheReadInputTokens,
        cacheWriteInputTokens + other.cacheWriteInputTokens,
        cacheWrite1hInputTokens + other.cacheWrite1hInputTokens,
        reasoningOutputTokens + other.reasoningOutputTokens,
        rejectedPredictionTokens + other.rejectedPredictionTokens,
        estimated || other.estimated);
  }

  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}
