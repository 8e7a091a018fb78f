// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said in passing of the limits of the account for the model that was asked. What
 * it said nothing of is null.
 *
 * @param requests of an interval that it chooses, most often a minute
 * @param tokens input and output together
 * @param saidAfter when it was said, from the beginning of the attempt
 */
public record AccountStanding(
    @Nullable Count requests,
    @Nullable Count tokens,
    @Nullable Count inputTokens,
    @Nullable Count outputTokens,
    Duration saidAfter) {

  /** Nothing was said. */
  public static final AccountStanding NONE =
      new AccountStanding(null, null, null, null, Duration.ZERO);

  /**
   * How much is left of something.
   *
   * @param limit when it is new; null if that was not said
   * @param resetsAfter when it is new again, at the latest, from the beginning of the attempt
   */
  public record Count(@Nullable Long limit, long remaining, Duration resetsAfter) {}

  public boolean isEmpty() {
    return requests == null && tokens == null && inputTokens == null && outputTokens == null;
  }

  /** Whether a call of so many tokens fits in what is left, as far as it is known. */
  public boolean holds(long input, long output) {
    return has(requests, 1)
        && has(tokens, input + output)
        && has(inputTokens, input)
        && has(outputTokens, output);
  }

  private static boolean has(@Nullable Count count, long wanted) {
    return count == null || count.remaining() >= wanted;
  }
}
