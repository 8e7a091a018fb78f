// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;

/** Token counts as providers tell them, some of which cannot be. */
public final class ToldTokens {
  /**
   * Twice the largest context there is. With it, the price of any usage that is told fits a long.
   */
  private static final long MOST = 8_000_000;

  private ToldTokens() {}

  /** A count, or -1 where there is none that can be. */
  public static long count(JsonNode number) {
    if (!number.isNumber()) {
      return -1;
    }
    double count = number.doubleValue();
    return count >= 0 && count <= MOST ? (long) count : -1;
  }

  /** A count, or 0 where there is none that can be. */
  public static long orZero(JsonNode number) {
    return Math.max(0, count(number));
  }

  /** Whether these can be the counts of one call. */
  public static boolean canBe(long inputTokens, long outputTokens) {
    long sum = inputTokens + outputTokens;
    return inputTokens >= 0 && outputTokens >= 0 && sum > 0 && sum <= MOST;
  }

  /** A part, made to fit its whole. */
  public static long within(long part, long whole) {
    return Math.max(0, Math.min(part, whole));
  }
}
