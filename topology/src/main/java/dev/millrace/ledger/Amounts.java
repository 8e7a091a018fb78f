// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import java.util.function.ToLongFunction;

/**
 * What is counted against a budget. Never negative.
 *
 * @param moneyNanos in nanos of the ledger's currency
 * @param tokens input and output together; of a call that is still to be made less than the most of
 *     each, if no model that it may go to takes the most of both
 */
public record Amounts(
    long moneyNanos,
    long tokens,
    long inputTokens,
    long outputTokens,
    long modelCalls,
    long toolCalls) {
  public static final Amounts NONE = new Amounts(0, 0, 0, 0, 0, 0);

  public Amounts {
    if ((moneyNanos | tokens | inputTokens | outputTokens | modelCalls | toolCalls) < 0) {
      throw new IllegalArgumentException("negative amount");
    }
  }

  public static Amounts ofModelCall(long moneyNanos, long inputTokens, long outputTokens) {
    long tokens = Math.addExact(inputTokens, outputTokens);
    return new Amounts(moneyNanos, tokens, inputTokens, outputTokens, 1, 0);
  }

  /**
   * Tokens and their price; it is no call of a model that answers, and bounds of those let it be.
   */
  public static Amounts ofEmbedding(long moneyNanos, long tokens) {
    return new Amounts(moneyNanos, tokens, tokens, 0, 0, 0);
  }

  public static Amounts ofToolCall(long moneyNanos) {
    return new Amounts(moneyNanos, 0, 0, 0, 0, 1);
  }

  /** Limit by limit. */
  static Amounts of(ToLongFunction<Limit> amount) {
    return new Amounts(
        amount.applyAsLong(Limit.MONEY),
        amount.applyAsLong(Limit.TOKENS),
        amount.applyAsLong(Limit.INPUT_TOKENS),
        amount.applyAsLong(Limit.OUTPUT_TOKENS),
        amount.applyAsLong(Limit.MODEL_CALLS),
        amount.applyAsLong(Limit.TOOL_CALLS));
  }

  /** Each of them as a limit. */
  BudgetLimits asLimits() {
    return new BudgetLimits(moneyNanos, tokens, inputTokens, outputTokens, modelCalls, toolCalls);
  }

  /** The more of both, kind by kind. */
  public Amounts atLeast(Amounts other) {
    return covers(other) ? this : of(limit -> Math.max(limit.of(this), limit.of(other)));
  }

  /** The less of both, kind by kind. */
  Amounts atMost(Amounts other) {
    return other.covers(this) ? this : of(limit -> Math.min(limit.of(this), limit.of(other)));
  }

  public Amounts plus(Amounts other) {
    if (other.equals(NONE)) {
      return this;
    }
    return new Amounts(
        Math.addExact(moneyNanos, other.moneyNanos),
        Math.addExact(tokens, other.tokens),
        Math.addExact(inputTokens, other.inputTokens),
        Math.addExact(outputTokens, other.outputTokens),
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
    return other.equals(NONE)
        ? this
        : new Amounts(
            moneyNanos - other.moneyNanos,
            tokens - other.tokens,
            inputTokens - other.inputTokens,
            outputTokens - other.outputTokens,
            modelCalls - other.modelCalls,
            toolCalls - other.toolCalls);
  }

  /** With so much more money, or less; but never less than nothing. */
  Amounts correctedBy(long nanos) {
    long money = Math.max(0, Math.addExact(moneyNanos, nanos));
    return new Amounts(money, tokens, inputTokens, outputTokens, modelCalls, toolCalls);
  }

  /** Whether the other can be taken from it. */
  public boolean covers(Amounts other) {
    return moneyNanos >= other.moneyNanos
        && tokens >= other.tokens
        && inputTokens >= other.inputTokens
        && outputTokens >= other.outputTokens
        && modelCalls >= other.modelCalls
        && toolCalls >= other.toolCalls;
  }

  /** How much more it is than the other, kind by kind; nothing where it is less. */
  public Amounts beyond(Amounts other) {
    return other.covers(this)
        ? NONE
        : new Amounts(
            Math.max(0, moneyNanos - other.moneyNanos),
            Math.max(0, tokens - other.tokens),
            Math.max(0, inputTokens - other.inputTokens),
            Math.max(0, outputTokens - other.outputTokens),
            Math.max(0, modelCalls - other.modelCalls),
            Math.max(0, toolCalls - other.toolCalls));
  }
}
