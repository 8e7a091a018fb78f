// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.engine.InputBuckets;

/**
 * What one step added to what its run costs, by all attempts of all its calls.
 *
 * @param amountNanos in nanos of the ledger's currency
 * @param carried input tokens that the step before had sent as well: a part of history and tool
 *     output
 */
public record StepCost(
    int step,
    long amountNanos,
    long system,
    long toolSchemas,
    long history,
    long toolOutput,
    long carried,
    long outputTokens) {

  static StepCost none(int step) {
    return new StepCost(step, 0, 0, 0, 0, 0, 0, 0);
  }

  StepCost plus(Charge charge) {
    InputBuckets input = charge.input();
    return new StepCost(
        step,
        amountNanos + charge.spent().moneyNanos(),
        system + input.system(),
        toolSchemas + input.toolSchemas(),
        history + input.history(),
        toolOutput + input.toolOutput(),
        carried + input.carriedHistory() + input.carriedToolOutput(),
        outputTokens + charge.usage().outputTokens());
  }
}
