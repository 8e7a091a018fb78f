// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import dev.millrace.call.Usage;
import java.util.List;

/**
 * What a model costs while nobody changes it.
 *
 * @param version names the table or file it is from, and the entry; it goes into every cost event
 * @param rates of a request that is in no tier
 * @param tiers by rising size; the last that a request is above holds for it
 */
public record Price(String version, String currency, Rates rates, List<Tier> tiers) {
  public Price {
    tiers = List.copyOf(tiers);
    for (int i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).aboveInputTokens() <= tiers.get(i - 1).aboveInputTokens()) {
        throw new IllegalArgumentException("tiers do not rise");
      }
    }
  }

  /** A price without tiers. */
  public static Price flat(String version, String currency, Rates rates) {
    return new Price(version, currency, rates, List.of());
  }

  /** What the usage costs, in nanos. */
  public long amountNanos(Usage usage) {
    return ratesOf(usage.inputTokens()).amountNanos(usage);
  }

  /**
   * What the provider's prompt cache kept from being spent, in nanos: what the same input would
   * have cost if it had neither been read from the cache nor written to it, less what it did cost.
   * Negative where writing cost more than reading saved.
   */
  public long savedNanos(Usage usage) {
    return amountNanos(usage.withCache(0, 0, 0)) - amountNanos(usage);
  }

  /**
   * The most that so many tokens, or fewer, can cost, whatever the cache does: at the dearest of
   * the tiers that the request may be in.
   */
  public long worstCaseNanos(long inputTokens, long maxOutputTokens) {
    long most = rates.worstCaseNanos(inputTokens, maxOutputTokens);
    for (Tier tier : tiers) {
      if (inputTokens > tier.aboveInputTokens()) {
        most = Math.max(most, tier.rates().worstCaseNanos(inputTokens, maxOutputTokens));
      }
    }
    return most;
  }

  /** The rates of a request with so many input tokens. */
  public Rates ratesOf(long inputTokens) {
    Rates found = rates;
    for (Tier tier : tiers) {
      found = inputTokens > tier.aboveInputTokens() ? tier.rates() : found;
    }
    return found;
  }
}
