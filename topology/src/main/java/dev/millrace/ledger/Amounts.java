// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

/**
 * What is counted against a budget. Never negative.
 *
 * @param moneyNanos in nanos of the ledger's currency
 * @param tokens input and output together
 */
public record Amounts(long moneyNanos, long tokens, long modelCalls, long toolCalls) {
  public static final Amounts NONE = new Amounts(0, 0, 0, 0);

  public Amounts {
    if (moneyNanos < 0 || tokens < 0 || modelCalls < 0 || toolCalls < 0) {
      throw new IllegalArgumentException("negative amount");
    }
  }

  public static Amounts ofModelCall(long moneyNanos, long tokens) {
    return new Amounts(moneyNanos, tokens, 1, 0);
  }

  /**
   * Tokens and their price; it is no call of a model that answers, and bounds of those let it be.
   */
  public static Amounts ofEmbedding(long moneyNanos, long tokens) {
    return new Amounts(moneyNanos, tokens, 0, 0);
  }

  public static Amounts ofToolCall(long moneyNanos) {
    return new Amounts(moneyNanos, 0, 0, 1);
  }

  public Amounts plus(Amounts other) {
    return new Amounts(
        Math.addExact(moneyNanos, other.moneyNanos),
        Math.addExact(tokens, other.tokens),
        Math.addExact(modelCalls, other.modelCalls),
        Math.addExact(toolCalls, other.toolCalls));
  }

  /**
   * What is left after the other is taken.
   *
   * @throws IllegalArgumentException if the other is more: then somebody gave back what was not
   *     held
   */
  public Amounts minus(Amounts other) {
    return new Amounts(
        moneyNanos - other.moneyNanos,
        tokens - other.tokens,
        modelCalls - other.modelCalls,
        toolCalls - other.toolCalls);
  }
}
