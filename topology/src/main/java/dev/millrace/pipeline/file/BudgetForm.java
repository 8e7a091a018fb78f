// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetLimits;

/** What may be spent, by a run or in a window. */
final class BudgetForm extends Form<BudgetLimits> {
  private static final long MOST = 1_000_000_000_000L;

  private final Key<Long> money = optional("money", Numbers.money(1_000_000_000));
  private final Key<Long> tokens = optional("tokens", Numbers.whole(0L, MOST));
  private final Key<Long> inputTokens = optional("input_tokens", Numbers.whole(0L, MOST));
  private final Key<Long> outputTokens = optional("output_tokens", Numbers.whole(0L, MOST));
  private final Key<Long> modelCalls = optional("model_calls", Numbers.whole(0L, MOST));
  private final Key<Long> toolCalls = optional("tool_calls", Numbers.whole(0L, MOST));

  @Override
  BudgetLimits build(Entries entries) {
    return new BudgetLimits(
        entries.find(money),
        entries.find(tokens),
        entries.find(inputTokens),
        entries.find(outputTokens),
        entries.find(modelCalls),
        entries.find(toolCalls));
  }
}
