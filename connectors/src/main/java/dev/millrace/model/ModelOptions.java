// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import org.jspecify.annotations.Nullable;

/**
 * What a request may ask for beside its words. A protocol that has no way to say one of these
 * leaves it out.
 *
 * @param reasoningEffort how much to think first; null for the provider's default
 * @param prefill what the answer must begin with, and does in what is returned; empty for nothing
 * @param prediction what the answer will mostly be, so that it comes sooner where it is so; what it
 *     does not take of it may be billed as output. Empty for none
 * @param streaming whether to ask for a stream; what comes back is read either way
 * @param promptCaching whether to mark the beginning that later requests share, where a provider
 *     caches only what is marked
 * @param promptCacheKey what requests with the same beginning have in common, for providers that
 *     route by it; null to send none
 */
public record ModelOptions(
    @Nullable ReasoningEffort reasoningEffort,
    String prefill,
    String prediction,
    boolean streaming,
    boolean promptCaching,
    @Nullable String promptCacheKey) {

  public static final ModelOptions DEFAULT = new ModelOptions(null, "", "", true, true, null);

  public ModelOptions withReasoningEffort(@Nullable ReasoningEffort effort) {
    return new ModelOptions(effort, prefill, prediction, streaming, promptCaching, promptCacheKey);
  }

  public ModelOptions withPrefill(String text) {
    return new ModelOptions(
        reasoningEffort, text, prediction, streaming, promptCaching, promptCacheKey);
  }

  public ModelOptions withPrediction(String text) {
    return new ModelOptions(
        reasoningEffort, prefill, text, streaming, promptCaching, promptCacheKey);
  }

  public ModelOptions withStreaming(boolean wanted) {
    return new ModelOptions(
        reasoningEffort, prefill, prediction, wanted, promptCaching, promptCacheKey);
  }

  public ModelOptions withPromptCaching(boolean wanted) {
    return new ModelOptions(
        reasoningEffort, prefill, prediction, streaming, wanted, promptCacheKey);
  }

  public ModelOptions withPromptCacheKey(@Nullable String key) {
    return new ModelOptions(reasoningEffort, prefill, prediction, streaming, promptCaching, key);
  }
}
