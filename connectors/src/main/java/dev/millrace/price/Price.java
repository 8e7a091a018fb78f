// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import dev.millrace.call.Usage;

/**
 * What one model costs, in nanos (10⁻⁹ of the currency unit) a million tokens. A long, never a
 * double: $2.50 a million tokens is 2,500,000,000.
 *
 * @param version names the table and the date it is from; it goes into every cost event
 */
public record Price(
    String version,
    String currency,
    long inputNanosPerMillion,
    long outputNanosPerMillion,
    long cacheReadNanosPerMillion,
    long cacheWriteNanosPerMillion) {

  private static final long MILLION = 1_000_000;

  public Price {
    if (inputNanosPerMillion < 0
        || outputNanosPerMillion < 0
        || cacheReadNanosPerMillion < 0
        || cacheWriteNanosPerMillion < 0) {
      throw new IllegalArgumentException("negative price");
    }
  }

  /** The amount in nanos, rounded up once over the whole: never below what is billed. */
  public long amountNanos(Usage usage) {
    long plainInput =
        Math.max(
            0, usage.inputTokens() - usage.cacheReadInputTokens() - usage.cacheWriteInputTokens());
    long millionths = Math.multiplyExact(plainInput, inputNanosPerMillion);
    millionths = add(millionths, usage.cacheReadInputTokens(), cacheReadNanosPerMillion);
    millionths = add(millionths, usage.cacheWriteInputTokens(), cacheWriteNanosPerMillion);
    millionths = add(millionths, usage.outputTokens(), outputNanosPerMillion);
    return -Math.floorDiv(-millionths, MILLION);
  }

  /** The most that so many tokens can cost, whatever the cache does. */
  public long worstCaseNanos(long inputTokens, long maxOutputTokens) {
    long dearestInput =
        Math.max(
            inputNanosPerMillion, Math.max(cacheReadNanosPerMillion, cacheWriteNanosPerMillion));
    long millionths =
        add(Math.multiplyExact(inputTokens, dearestInput), maxOutputTokens, outputNanosPerMillion);
    return -Math.floorDiv(-millionths, MILLION);
  }

  private static long add(long sum, long tokens, long nanosPerMillion) {
    return Math.addExact(sum, Math.multiplyExact(tokens, nanosPerMillion));
  }
}
