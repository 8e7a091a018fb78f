// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetLimits;

/** The keys of what may be spent, by a run or in a window. */
final class SpendingKeys {
  static final long MOST = 1_000_000_000_000L;

  private final Key<Long> money;
  private final Key<Long> tokens;
  private final Key<Long> inputTokens;
  private final Key<Long> outputTokens;
  private final Key<Long> modelCalls;
  private final Key<Long> toolCalls;

  SpendingKeys(Form<?> form) {
    money = form.optional("money", Numbers.money(1_000_000_000));
    tokens = form.optional("tokens", Numbers.whole(0L, MOST));
    inputTokens = form.optional("input_tokens", Numbers.whole(0L, MOST));
    outputTokens = form.optional("output_tokens", Numbers.whole(0L, MOST));
    modelCalls = form.optional("model_calls", Numbers.whole(0L, MOST));
    toolCalls = form.optional("tool_calls", Numbers.whole(0L, MOST));
  }

  BudgetLimits read(Entries entries) {
    return new BudgetLimits(
        entries.find(money),
        entries.find(tokens),
        entries.find(inputTokens),
        entries.find(outputTokens),
        entries.find(modelCalls),
        entries.find(toolCalls));
  }
}
