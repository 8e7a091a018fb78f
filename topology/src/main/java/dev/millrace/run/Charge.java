// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.ledger.Amounts;

/**
 * What a call did to its run's budget.
 *
 * @param released what had been held for it
 * @param spent what it cost
 * @param input the usage's input tokens by what they are; of a call of a tool none
 * @param saved what caches kept it from costing
 */
public record Charge(
    Amounts released, Amounts spent, Usage usage, InputBuckets input, Savings saved) {
  public static final Charge NONE =
      new Charge(Amounts.NONE, Amounts.NONE, Usage.NONE, InputBuckets.NONE, Savings.NONE);

  /**
   * Of an attempt.
   *
   * @param counted its input tokens as they were counted before it left
   * @param savedNanos what the provider's prompt cache kept it from costing
   */
  public static Charge of(
      Amounts released, Amounts spent, Usage usage, InputBuckets counted, long savedNanos) {
    InputBuckets input = counted.scaledTo(usage.inputTokens());
    return new Charge(released, spent, usage, input, new Savings(0, savedNanos));
  }

  /** Of a tool that was not called, since the tool cache knew its answer. */
  public static Charge savedByToolCache(long nanos) {
    Savings saved = new Savings(nanos, 0);
    return new Charge(Amounts.NONE, Amounts.NONE, Usage.NONE, InputBuckets.NONE, saved);
  }

  public Charge plus(Charge other) {
    return new Charge(
        released.plus(other.released),
        spent.plus(other.spent),
        usage.plus(other.usage),
        input.plus(other.input),
        saved.plus(other.saved));
  }
}
