// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.price.Rates;
import java.util.Objects;

/** A form with the rates of a price: money for a million tokens. */
abstract class RatesForm<T> extends Form<T> {
  /** With {@link ModelForm#MAX_CONTEXT_TOKENS}, the price of one call fits a long. */
  private static final int MAX_MONEY = 1_000;

  private final Key<Long> input = required("input", Numbers.money(MAX_MONEY));
  private final Key<Long> output = required("output", Numbers.money(MAX_MONEY));
  private final Key<Long> cacheRead = optional("cache_read", Numbers.money(MAX_MONEY));
  private final Key<Long> cacheWrite = optional("cache_write", Numbers.money(MAX_MONEY));
  private final Key<Long> cacheWrite1h = optional("cache_write_1h", Numbers.money(MAX_MONEY));

  @Override
  void check(Entries entries) {
    warnIfFree(entries, input);
    warnIfFree(entries, output);
  }

  /** What is not said of a cache costs what input does, and an hour of it what its usual time. */
  final Rates rates(Entries entries) {
    long plain = entries.get(input);
    long write = Objects.requireNonNullElse(entries.find(cacheWrite), plain);
    return new Rates(
        plain,
        entries.get(output),
        Objects.requireNonNullElse(entries.find(cacheRead), plain),
        write,
        Objects.requireNonNullElse(entries.find(cacheWrite1h), write));
  }

  private static void warnIfFree(Entries entries, Key<Long> key) {
    Long nanos = entries.find(key);
    if (nanos != null && nanos == 0) {
      String message = "at a price of zero no budget ever ends";
      entries.at().context().warning(entries.at(key), message, "write what it costs");
    }
  }
}
