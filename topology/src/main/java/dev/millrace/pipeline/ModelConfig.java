// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import dev.millrace.model.ReasoningEffort;
import dev.millrace.price.PriceHistory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as routes refer to it.
 *
 * @param name ours, the key in the file
 * @param wireName the provider's
 * @param maxOutputTokens of one answer, unless a route asks for less
 * @param minOutputTokens no answer is cut below this to fit a budget; null for a quarter of what it
 *     may have
 * @param contextTokens input and output together
 * @param reasoningEffort how much it thinks first; null for the provider's default
 * @param timeout of one attempt
 * @param fallbacks models to try, in order, when this one will not do it
 * @param hedge the model that is asked too when a call of this one is slow, itself or another; null
 *     if none is
 * @param prices what it costs, and from when
 */
public record ModelConfig(
    String name,
    String provider,
    String wireName,
    int maxOutputTokens,
    @Nullable Integer minOutputTokens,
    int contextTokens,
    @Nullable Double temperature,
    @Nullable ReasoningEffort reasoningEffort,
    PromptCache promptCache,
    Duration timeout,
    RetryPolicy retry,
    List<String> fallbacks,
    @Nullable String hedge,
    PriceHistory prices) {

  public ModelConfig {
    Checks.notBlank(name, "name");
    Checks.atLeast(1, maxOutputTokens, "maxOutputTokens");
    Checks.atLeastIfAny(1, minOutputTokens, "minOutputTokens");
    Checks.atLeast(1, contextTokens, "contextTokens");
    Checks.positive(timeout, "timeout");
    fallbacks = List.copyOf(fallbacks);
    if (fallbacks.contains(name) || new HashSet<>(fallbacks).size() < fallbacks.size()) {
      throw new IllegalArgumentException("fallbacks of " + name + " in a ring: " + fallbacks);
    }
  }
}
