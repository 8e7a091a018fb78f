// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.millrace.model.ReasoningEffort;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.PromptCache;
import dev.millrace.pipeline.RetryPolicy;
import dev.millrace.price.PriceHistory;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code models.NAME}. */
final class ModelForm extends Form<ModelForm.Unpriced> {
  static final int MAX_CONTEXT_TOKENS = 4_000_000;

  private final Key<String> provider = required("provider", new ReferenceTo(Section.PROVIDERS));
  private final Key<String> wireName = optional("name", Texts.words("the provider's name for it"));
  private final Key<Integer> maxOutputTokens =
      key("max_output_tokens", Numbers.whole(1, 1_000_000), 1_024);
  private final Key<Integer> minOutputTokens =
      optional("min_output_tokens", Numbers.whole(1, 1_000_000));
  private final Key<Integer> contextTokens =
      key("context_tokens", Numbers.whole(1, MAX_CONTEXT_TOKENS), 128_000);
  private final Key<Double> temperature = optional("temperature", Numbers.decimal(0, 2));
  private final Key<ReasoningEffort> reasoningEffort =
      optional("reasoning_effort", Texts.oneOf(ReasoningEffort.class));
  private final Key<PromptCache> promptCache =
      key("prompt_cache", Texts.oneOf(PromptCache.class), PromptCache.AUTO);
  private final Key<Duration> timeout =
      key("timeout", Quantities.duration(ofMillis(1), ofHours(1)), ofSeconds(60));
  private final Key<RetryPolicy> retry = key("retry", new RetryForm(), RetryPolicy.DEFAULT);
  private final Key<List<String>> fallbacks =
      key("fallbacks", NameList.of(10, new ReferenceTo(Section.MODELS)), List.of());
  private final Key<String> hedge = optional("hedge", new ReferenceTo(Section.MODELS));
  private final Key<OwnPrice> price = optional("price", new PriceForm());

  /**
   * A model that waits for what the rest of the file says of prices.
   *
   * @param own its own price; null if its provider's list has one
   */
  record Unpriced(
      String provider,
      String wireName,
      int maxOutputTokens,
      int contextTokens,
      @Nullable OwnPrice own,
      Function<PriceHistory, ModelConfig> priced) {}

  @Override
  void check(Entries entries) {
    if (!entries.has(maxOutputTokens)) {
      String warning = "without max_output_tokens an answer ends after 1024 tokens";
      String mend = "add max_output_tokens: with the longest answer that you want";
      entries.at().context().warning(entries.at(), warning, mend);
    }
    Integer output = entries.find(maxOutputTokens);
    Integer context = entries.find(contextTokens);
    if (output != null && context != null && output > context) {
      entries
          .at(maxOutputTokens)
          .mistake(
              output + " is more than context_tokens, " + context,
              "write at most " + context + ", or a larger context_tokens");
    }
    Integer least = entries.find(minOutputTokens);
    if (output != null && least != null && least > output) {
      entries
          .at(minOutputTokens)
          .mistake(
              least + " is more than max_output_tokens, " + output,
              "write at most " + output + ", or a larger max_output_tokens");
    }
    List<String> others = entries.find(fallbacks);
    if (others != null && others.contains(entries.name())) {
      entries.at(fallbacks).mistake("the model falls back to itself", "write another model");
    }
  }

  @Override
  Unpriced build(Entries entries) {
    String said = entries.find(wireName);
    String called = said == null ? entries.name() : said;
    Function<PriceHistory, ModelConfig> priced = prices -> model(entries, called, prices);
    return new Unpriced(
        entries.get(provider),
        called,
        entries.get(maxOutputTokens),
        entries.get(contextTokens),
        entries.find(price),
        priced);
  }

  private ModelConfig model(Entries entries, String called, PriceHistory prices) {
    return new ModelConfig(
        entries.name(),
        entries.get(provider),
        called,
        entries.get(maxOutputTokens),
        entries.find(minOutputTokens),
        entries.get(contextTokens),
        entries.find(temperature),
        entries.find(reasoningEffort),
        entries.get(promptCache),
        entries.get(timeout),
        entries.get(retry),
        entries.get(fallbacks),
        entries.find(hedge),
        prices);
  }
}
