// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.chat;

import static dev.millrace.model.ToldTokens.count;
import static dev.millrace.model.ToldTokens.orZero;
import static dev.millrace.model.ToldTokens.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import dev.millrace.model.ToldTokens;
import org.jspecify.annotations.Nullable;

/** Reads the usage that a chat completion tells. Its input count has the cached tokens in it. */
final class ChatUsage {
  private ChatUsage() {}

  /** The usage, or null if none is told or what is told cannot be. */
  static @Nullable Usage read(JsonNode usage) {
    long input = count(usage.path("prompt_tokens"));
    long output = count(usage.path("completion_tokens"));
    if (!ToldTokens.canBe(input, output)) {
      return null;
    }
    JsonNode inputDetails = usage.path("prompt_tokens_details");
    long cached = orZero(inputDetails.path("cached_tokens"));
    long read = within(Math.max(cached, orZero(usage.path("prompt_cache_hit_tokens"))), input);
    long written = within(orZero(inputDetails.path("cache_write_tokens")), input - read);
    JsonNode outputDetails = usage.path("completion_tokens_details");
    long reasoning = within(orZero(outputDetails.path("reasoning_tokens")), output);
    long rejected = orZero(outputDetails.path("rejected_prediction_tokens"));
    return Usage.of(input, 0)
        .withCache(read, written, 0)
        .withOutput(output, reasoning)
        .withRejectedPrediction(within(rejected, output - reasoning));
  }
}
