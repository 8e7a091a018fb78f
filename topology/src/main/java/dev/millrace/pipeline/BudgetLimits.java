// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What may be spent in one scope and window; null where there is no limit. Zero is a limit.
 *
 * @param moneyNanos in nanos of the ledger's currency
 * @param tokens input and output together
 */
public record BudgetLimits(
    @Nullable Long moneyNanos,
    @Nullable Long tokens,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long modelCalls,
    @Nullable Long toolCalls) {

  public static final BudgetLimits NONE = new BudgetLimits(null, null, null, null, null, null);

  public BudgetLimits {
    Checks.atLeastIfAny(0, moneyNanos, "moneyNanos");
    Checks.atLeastIfAny(0, tokens, "tokens");
    Checks.atLeastIfAny(0, inputTokens, "inputTokens");
    Checks.atLeastIfAny(0, outputTokens, "outputTokens");
    Checks.atLeastIfAny(0, modelCalls, "modelCalls");
    Checks.atLeastIfAny(0, toolCalls, "toolCalls");
  }

  /** Without a limit on input or output alone. */
  public BudgetLimits(
      @Nullable Long moneyNanos,
      @Nullable Long tokens,
      @Nullable Long modelCalls,
      @Nullable Long toolCalls) {
    this(moneyNanos, tokens, null, null, modelCalls, toolCalls);
  }

  /** These limits, and the other's where these have none. */
  public BudgetLimits orElse(BudgetLimits other) {
    return new BudgetLimits(
        moneyNanos != null ? moneyNanos : other.moneyNanos,
        tokens != null ? tokens : other.tokens,
        inputTokens != null ? inputTokens : other.inputTokens,
        outputTokens != null ? outputTokens : other.outputTokens,
        modelCalls != null ? modelCalls : other.modelCalls,
        toolCalls != null ? toolCalls : other.toolCalls);
  }

  /** Nothing of all that it limits. */
  public BudgetLimits nothing() {
    return new BudgetLimits(
        none(moneyNanos),
        none(tokens),
        none(inputTokens),
        none(outputTokens),
        none(modelCalls),
        none(toolCalls));
  }

  private static @Nullable Long none(@Nullable Long limit) {
    return limit == null ? null : Long.valueOf(0);
  }

  /** Whether it has a limit wherever the other says something. */
  public boolean limitsAllOf(BudgetLimits other) {
    return orElse(other).equals(this);
  }

  /** The stricter of both, limit by limit. */
  public BudgetLimits strictest(BudgetLimits other) {
    return new BudgetLimits(
        least(moneyNanos, other.moneyNanos),
        least(tokens, other.tokens),
        least(inputTokens, other.inputTokens),
        least(outputTokens, other.outputTokens),
        least(modelCalls, other.modelCalls),
        least(toolCalls, other.toolCalls));
  }

  /** These limits, raised by the other's; no limit stays none. */
  public BudgetLimits plus(BudgetLimits more) {
    return more.equals(NONE)
        ? this
        : new BudgetLimits(
            sum(moneyNanos, more.moneyNanos),
            sum(tokens, more.tokens),
            sum(inputTokens, more.inputTokens),
            sum(outputTokens, more.outputTokens),
            sum(modelCalls, more.modelCalls),
            sum(toolCalls, more.toolCalls));
  }

  /**
   * These limits, with so much kept back of each that is more; where one is not, nothing is kept.
   */
  public BudgetLimits keeping(BudgetLimits back) {
    return back.equals(NONE)
        ? this
        : new BudgetLimits(
            without(moneyNanos, back.moneyNanos),
            without(tokens, back.tokens),
            without(inputTokens, back.inputTokens),
            without(outputTokens, back.outputTokens),
            without(modelCalls, back.modelCalls),
            without(toolCalls, back.toolCalls));
  }

  private static @Nullable Long without(@Nullable Long one, @Nullable Long back) {
    return one == null || back == null || one <= back ? one : Long.valueOf(one - back);
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long more) {
    if (one == null || more == null) {
      return one;
    }
    long sum = one + more;
    return sum < 0 ? Long.MAX_VALUE : Long.valueOf(sum); // More than there is money in the world.
  }

  private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : Long.valueOf(Math.min(one, other));
  }
}
