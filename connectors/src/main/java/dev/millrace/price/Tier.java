// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

/**
 * Other rates for a large prompt. They are for the whole request, not only for what is above.
 *
 * @param aboveInputTokens a request of more input tokens than this, cached ones among them, pays
 *     these rates; one of exactly as many does not
 */
public record Tier(long aboveInputTokens, Rates rates) {
  public Tier {
    if (aboveInputTokens < 1) {
      throw new IllegalArgumentException("a tier above " + aboveInputTokens + " tokens");
    }
  }
}
