// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import java.util.List;

/**
 * What a model costs, and from when: never without a price, and never in two currencies.
 *
 * @param entries by rising date; each holds until the next, the first also before its own date
 */
public record PriceHistory(List<Entry> entries) {

  /** A price and when it began, in epoch milliseconds; {@link #EVER} if nobody says. */
  public record Entry(long fromMs, Price price) {}

  /** Of an entry that holds since whenever. */
  public static final long EVER = Long.MIN_VALUE;

  public PriceHistory {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("no price");
    }
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).fromMs() <= entries.get(i - 1).fromMs()) {
        throw new IllegalArgumentException("dates do not rise");
      }
    }
    if (entries.stream().map(entry -> entry.price().currency()).distinct().count() > 1) {
      throw new IllegalArgumentException("prices in more than one currency");
    }
  }

  /** One price for all times. */
  public static PriceHistory always(Price price) {
    return new PriceHistory(List.of(new Entry(EVER, price)));
  }

  /** The price at an instant, in epoch milliseconds. An entry's own first instant is in it. */
  public Price at(long atMs) {
    Price found = entries.get(0).price();
    for (Entry entry : entries) {
      found = entry.fromMs() <= atMs ? entry.price() : found;
    }
    return found;
  }

  /**
   * The most a request can cost that begins and ends between two instants, both included, in epoch
   * milliseconds: a price may rise while it is under way.
   */
  public long worstCaseNanos(
      long inputTokens, long maxOutputTokens, long earliestMs, long latestMs) {
    long most = at(earliestMs).worstCaseNanos(inputTokens, maxOutputTokens);
    for (Entry entry : entries) {
      if (entry.fromMs() > earliestMs && entry.fromMs() <= latestMs) {
        most = Math.max(most, entry.price().worstCaseNanos(inputTokens, maxOutputTokens));
      }
    }
    return most;
  }
}
