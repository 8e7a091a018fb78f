// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import org.jspecify.annotations.Nullable;

/** {@code models.NAME.price}: money for a million tokens. */
final class PriceForm extends Form<Rates> {
  /** With {@link ModelForm#MAX_CONTEXT_TOKENS}, the price of one call fits a long. */
  private static final int MAX_MONEY = 1_000;

  private final Key<Long> input = required("input", Numbers.money(MAX_MONEY));
  private final Key<Long> output = required("output", Numbers.money(MAX_MONEY));
  private final Key<Long> cacheRead = optional("cache_read", Numbers.money(MAX_MONEY));
  private final Key<Long> cacheWrite = optional("cache_write", Numbers.money(MAX_MONEY));

  @Override
  void check(Entries entries) {
    warnIfFree(entries, input);
    warnIfFree(entries, output);
  }

  @Override
  Rates build(Entries entries) {
    long plain = entries.get(input);
    return new Rates(
        plain,
        entries.get(output),
        orElse(entries.find(cacheRead), plain),
        orElse(entries.find(cacheWrite), plain));
  }

  private static void warnIfFree(Entries entries, Key<Long> key) {
    Long nanos = entries.find(key);
    if (nanos != null && nanos == 0) {
      entries.at().context().warning(entries.at(key), "at a price of zero no budget ever ends");
    }
  }

  private static long orElse(@Nullable Long own, long otherwise) {
    return own == null ? otherwise : own;
  }
}
