// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.stored.StoredAmounts;
import org.jspecify.annotations.Nullable;

/** Amounts that are added up, in the units of the ledger. */
final class Sum {
  private long moneyNanos;
  private long tokens;
  private long modelCalls;
  private long toolCalls;
  private long inputTokens;
  private long outputTokens;

  Sum add(StoredAmounts amounts) {
    moneyNanos += amounts.getMoneyNanos();
    tokens += amounts.getTokens();
    modelCalls += amounts.getModelCalls();
    toolCalls += amounts.getToolCalls();
    inputTokens += amounts.getInputTokens();
    outputTokens += amounts.getOutputTokens();
    return this;
  }

  Sum add(Budget budget) {
    return add(budget.spent()).add(budget.reserved());
  }

  private Sum add(Amounts amounts) {
    moneyNanos += amounts.moneyNanos();
    tokens += amounts.tokens();
    modelCalls += amounts.modelCalls();
    toolCalls += amounts.toolCalls();
    inputTokens += amounts.inputTokens();
    outputTokens += amounts.outputTokens();
    return this;
  }

  /** A cost event tells nothing of calls of tools that cost nothing. */
  void add(CostEvent event) {
    moneyNanos += event.getAmountNanos();
    if (event.getKind().equals("model")) {
      modelCalls++;
      tokens += event.getUsage().getInputTokens() + event.getUsage().getOutputTokens();
    }
  }

  long moneyNanos() {
    return moneyNanos;
  }

  boolean isWithin(BudgetLimits limits) {
    return isWithin(moneyNanos, limits.moneyNanos())
        && isWithin(tokens, limits.tokens())
        && isWithin(inputTokens, limits.inputTokens())
        && isWithin(outputTokens, limits.outputTokens())
        && isWithin(modelCalls, limits.modelCalls())
        && isWithin(toolCalls, limits.toolCalls());
  }

  private static boolean isWithin(long amount, @Nullable Long most) {
    return most == null || amount <= most;
  }

  boolean isEqualTo(Sum other) {
    return toldAs(other)
        && toolCalls == other.toolCalls
        && inputTokens == other.inputTokens
        && outputTokens == other.outputTokens;
  }

  /** Whether the other, made of cost events, tells of this. */
  boolean toldAs(Sum other) {
    return moneyNanos == other.moneyNanos
        && tokens == other.tokens
        && modelCalls == other.modelCalls;
  }

  @Override
  public String toString() {
    return "%d nanos, %d tokens, %d model calls, %d tool calls"
        .formatted(moneyNanos, tokens, modelCalls, toolCalls);
  }
}
