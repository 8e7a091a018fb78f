// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

/**
 * What caches kept from being spent, in nanos of the ledger's currency.
 *
 * @param promptCacheNanos by the provider's: what was read cost less, less what it cost more to
 *     write; negative where that is more
 */
public record Savings(long toolCacheNanos, long promptCacheNanos) {
  public static final Savings NONE = new Savings(0, 0);

  Savings plus(Savings other) {
    return new Savings(
        toolCacheNanos + other.toolCacheNanos, promptCacheNanos + other.promptCacheNanos);
  }

  public long totalNanos() {
    return toolCacheNanos + promptCacheNanos;
  }
}
