// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import org.jspecify.annotations.Nullable;

/** Reads the usage that a chat completion tells. */
final class ChatUsage {
  private ChatUsage() {}

  /** The usage, or null if none is told or what is told cannot be. */
  static @Nullable Usage read(JsonNode usage) {
    long input = usage.path("prompt_tokens").asLong(-1);
    long output = usage.path("completion_tokens").asLong(-1);
    if (input < 0 || output < 0 || input + output == 0) {
      return null;
    }
    JsonNode inputDetails = usage.path("prompt_tokens_details");
    long cached = inputDetails.path("cached_tokens").asLong(0);
    long hits = Math.max(cached, usage.path("prompt_cache_hit_tokens").asLong(0));
    long read = within(hits, input);
    long written = within(inputDetails.path("cache_write_tokens").asLong(0), input - read);
    JsonNode outputDetails = usage.path("completion_tokens_details");
    long reasoning = within(outputDetails.path("reasoning_tokens").asLong(0), output);
    return new Usage(input, output, read, written, reasoning, false);
  }

  private static long within(long part, long whole) {
    return Math.max(0, Math.min(part, whole));
  }
}
