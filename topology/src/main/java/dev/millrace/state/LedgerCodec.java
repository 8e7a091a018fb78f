// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.call.Usage;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.StoredAmounts;
import dev.millrace.schemas.stored.StoredUsage;
import org.apache.kafka.common.serialization.Serde;

/** Budgets, amounts and usage, as stored. */
final class LedgerCodec {
  private LedgerCodec() {}

  static Serde<Budget> budgets() {
    return AvroCodec.serde(
        BudgetRecord.getEncoder(),
        BudgetRecord.getDecoder(),
        budget -> new BudgetRecord(store(budget.spent()), store(budget.reserved())),
        stored -> new Budget(read(stored.getSpent()), read(stored.getReserved())));
  }

  static StoredAmounts store(Amounts amounts) {
    return new StoredAmounts(
        amounts.moneyNanos(), amounts.tokens(), amounts.modelCalls(), amounts.toolCalls());
  }

  static Amounts read(StoredAmounts stored) {
    return new Amounts(
        stored.getMoneyNanos(), stored.getTokens(), stored.getModelCalls(), stored.getToolCalls());
  }

  static StoredUsage store(Usage usage) {
    return new StoredUsage(
        usage.inputTokens(),
        usage.outputTokens(),
        usage.cacheReadInputTokens(),
        usage.cacheWriteInputTokens(),
        usage.reasoningOutputTokens(),
        usage.estimated(),
        usage.cacheWrite1hInputTokens(),
        usage.rejectedPredictionTokens());
  }

  static Usage read(StoredUsage stored) {
    return new Usage(
        stored.getInputTokens(),
        stored.getOutputTokens(),
        stored.getCacheReadInputTokens(),
        stored.getCacheWriteInputTokens(),
        stored.getCacheWrite1hInputTokens(),
        stored.getReasoningOutputTokens(),
        stored.getRejectedPredictionTokens(),
        stored.getEstimated());
  }
}
