// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

import static dev.millrace.model.ToldTokens.count;
import static dev.millrace.model.ToldTokens.orZero;
import static dev.millrace.model.ToldTokens.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import dev.millrace.model.ToldTokens;
import org.jspecify.annotations.Nullable;

/** Reads the usage that a response tells. Its counts have their parts in them, as ours do. */
final class ResponseUsage {
  private ResponseUsage() {}

  /** The usage, or null if none is told or what is told cannot be. */
  static @Nullable Usage read(JsonNode usage) {
    long input = count(usage.path("input_tokens"));
    long output = count(usage.path("output_tokens"));
    if (!ToldTokens.canBe(input, output)) {
      return null;
    }
    JsonNode inputDetails = usage.path("input_tokens_details");
    long read = within(orZero(inputDetails.path("cached_tokens")), input);
    long written = within(orZero(inputDetails.path("cache_write_tokens")), input - read);
    long reasoning = orZero(usage.path("output_tokens_details").path("reasoning_tokens"));
    return Usage.of(input, 0)
        .withCache(read, written, 0)
        .withOutput(output, within(reasoning, output));
  }
}
