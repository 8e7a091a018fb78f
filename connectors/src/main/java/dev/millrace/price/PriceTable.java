// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The prices of the models a pipeline uses, by the pipeline's own names for them, all in one
 * currency. A model that is not in it has no price, which is not a price of zero.
 */
public record PriceTable(Map<String, Price> prices) {

  public PriceTable {
    prices = Map.copyOf(prices);
    Set<String> currencies = new TreeSet<>();
    prices.values().forEach(price -> currencies.add(price.currency()));
    if (currencies.size() > 1) {
      throw new IllegalArgumentException("prices in more than one currency: " + currencies);
    }
  }

  public Optional<Price> of(String model) {
    return Optional.ofNullable(prices.get(model));
  }

  /** Which of these models have no price: a pipeline that names one is refused at start. */
  public Set<String> withoutPrice(Collection<String> models) {
    Set<String> missing = new TreeSet<>(models);
    missing.removeAll(prices.keySet());
    return missing;
  }

  /**
   * The most a call can cost whichever of these models answers it: what is reserved before a call
   * that may fall back.
   *
   * @throws IllegalArgumentException if one has no price, or there is none
   */
  public long worstCaseNanos(Collection<String> models, long inputTokens, long maxOutputTokens) {
    Set<String> missing = withoutPrice(models);
    if (models.isEmpty() || !missing.isEmpty()) {
      throw new IllegalArgumentException("no price for " + missing);
    }
    return prices.entrySet().stream()
        .filter(entry -> models.contains(entry.getKey()))
        .mapToLong(entry -> entry.getValue().worstCaseNanos(inputTokens, maxOutputTokens))
        .max()
        .orElseThrow();
  }
}
