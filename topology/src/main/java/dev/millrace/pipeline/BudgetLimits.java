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
    @Nullable Long modelCalls,
    @Nullable Long toolCalls) {

  public static final BudgetLimits NONE = new BudgetLimits(null, null, null, null);

  public BudgetLimits {
    Checks.atLeastIfAny(0, moneyNanos, "moneyNanos");
    Checks.atLeastIfAny(0, tokens, "tokens");
    Checks.atLeastIfAny(0, modelCalls, "modelCalls");
    Checks.atLeastIfAny(0, toolCalls, "toolCalls");
  }

  /** These limits, and the other's where these have none. */
  public BudgetLimits orElse(BudgetLimits other) {
    return new BudgetLimits(
        moneyNanos != null ? moneyNanos : other.moneyNanos,
        tokens != null ? tokens : other.tokens,
        modelCalls != null ? modelCalls : other.modelCalls,
        toolCalls != null ? toolCalls : other.toolCalls);
  }

  /** The stricter of both, limit by limit. */
  public BudgetLimits strictest(BudgetLimits other) {
    return new BudgetLimits(
        least(moneyNanos, other.moneyNanos),
        least(tokens, other.tokens),
        least(modelCalls, other.modelCalls),
        least(toolCalls, other.toolCalls));
  }

  private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : Long.valueOf(Math.min(one, other));
  }
}
