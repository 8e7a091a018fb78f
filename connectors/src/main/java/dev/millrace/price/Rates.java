// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import dev.millrace.call.Usage;

/**
 * What tokens cost by what they are, in nanos (10⁻⁹ of the currency unit) a million tokens. A long,
 * never a double: $2.50 a million tokens is 2,500,000,000.
 *
 * @param inputNanosPerMillion of input that no cache of the provider served
 * @param outputNanosPerMillion of output, reasoning included
 * @param cacheReadNanosPerMillion of input read from the provider's prompt cache
 * @param cacheWriteNanosPerMillion of input written to it for its usual lifetime, five minutes at
 *     Anthropic
 * @param cacheWrite1hNanosPerMillion of input written to it for an hour
 */
public record Rates(
    long inputNanosPerMillion,
    long outputNanosPerMillion,
    long cacheReadNanosPerMillion,
    long cacheWriteNanosPerMillion,
    long cacheWrite1hNanosPerMillion) {

  private static final long MILLION = 1_000_000;

  public Rates {
    if (inputNanosPerMillion < 0
        || outputNanosPerMillion < 0
        || cacheReadNanosPerMillion < 0
        || cacheWriteNanosPerMillion < 0
        || cacheWrite1hNanosPerMillion < 0) {
      throw new IllegalArgumentException("negative price");
    }
  }

  /** The amount in nanos, rounded up once over the whole: never below what is billed. */
  long amountNanos(Usage usage) {
    long written = usage.cacheWriteInputTokens();
    long writtenFor1h = usage.cacheWrite1hInputTokens();
    long read = usage.cacheReadInputTokens();
    long plain = Math.max(0, usage.inputTokens() - read - written);
    long millionths = Math.multiplyExact(plain, inputNanosPerMillion);
    millionths = add(millionths, read, cacheReadNanosPerMillion);
    millionths = add(millionths, written - writtenFor1h, cacheWriteNanosPerMillion);
    millionths = add(millionths, writtenFor1h, cacheWrite1hNanosPerMillion);
    millionths = add(millionths, usage.outputTokens(), outputNanosPerMillion);
    return roundedUp(millionths);
  }

  /** The most that so many tokens can cost, whatever the cache does. */
  long worstCaseNanos(long inputTokens, long outputTokens) {
    long input = Math.max(inputNanosPerMillion, cacheReadNanosPerMillion);
    long write = Math.max(cacheWriteNanosPerMillion, cacheWrite1hNanosPerMillion);
    long millionths = Math.multiplyExact(inputTokens, Math.max(input, write));
    return roundedUp(add(millionths, outputTokens, outputNanosPerMillion));
  }

  private static long add(long sum, long tokens, long nanosPerMillion) {
    return Math.addExact(sum, Math.multiplyExact(tokens, nanosPerMillion));
  }

  private static long roundedUp(long millionths) {
    return -Math.floorDiv(-millionths, MILLION);
  }
}
