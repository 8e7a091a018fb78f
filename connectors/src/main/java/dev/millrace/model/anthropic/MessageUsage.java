// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import static dev.millrace.model.ToldTokens.count;
import static dev.millrace.model.ToldTokens.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import dev.millrace.model.ToldTokens;
import org.jspecify.annotations.Nullable;

/**
 * The usage that an answer tells, at its start and again with its end. Its input count leaves out
 * what was read from or written to the cache; ours has it in. Counts are cumulative, so of what is
 * told twice the larger holds: some servers leave out in the end what they told at the start.
 */
final class MessageUsage {
  private long input = -1;
  private long output = -1;
  private long read;
  private long written;
  private long written5m;
  private long written1h;
  private long thinking;
  private boolean complete;

  /**
   * Takes what an event tells.
   *
   * @param last whether it comes with the answer's end
   */
  void add(JsonNode usage, boolean last) {
    input = Math.max(input, count(usage.path("input_tokens")));
    output = Math.max(output, count(usage.path("output_tokens")));
    read = Math.max(read, count(usage.path("cache_read_input_tokens")));
    written = Math.max(written, count(usage.path("cache_creation_input_tokens")));
    JsonNode lifetimes = usage.path("cache_creation");
    written5m = Math.max(written5m, count(lifetimes.path("ephemeral_5m_input_tokens")));
    written1h = Math.max(written1h, count(lifetimes.path("ephemeral_1h_input_tokens")));
    JsonNode details = usage.path("output_tokens_details");
    thinking = Math.max(thinking, count(details.path("thinking_tokens")));
    complete |= last && count(usage.path("output_tokens")) >= 0;
  }

  /** The usage of an answer that told it to its end; null if it did not, or cannot be. */
  @Nullable Usage told() {
    return complete && ToldTokens.canBe(allInput(), output) ? withOutput(output, false) : null;
  }

  /**
   * The usage of an answer that was cut: the input as it was told, the output as we count it.
   *
   * @return null if no input was told, or cannot be
   */
  @Nullable Usage begun(long countedOutput) {
    long most = Math.max(output, countedOutput);
    return ToldTokens.canBe(allInput(), most) ? withOutput(most, true) : null;
  }

  private long allInput() {
    return input < 0 ? -1 : input + read + allWritten();
  }

  private long allWritten() {
    return Math.max(written, written5m + written1h);
  }

  private Usage withOutput(long tokens, boolean estimated) {
    Usage usage =
        Usage.of(allInput(), 0)
            .withCache(read, allWritten(), written1h)
            .withOutput(tokens, within(thinking, tokens));
    return estimated ? usage.asEstimate() : usage;
  }
}
