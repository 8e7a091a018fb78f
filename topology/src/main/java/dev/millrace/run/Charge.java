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
 * @param savedNanos what a cache kept it from costing
 */
public record Charge(
    Amounts released, Amounts spent, Usage usage, InputBuckets input, long savedNanos) {
  public static final Charge NONE =
      new Charge(Amounts.NONE, Amounts.NONE, Usage.NONE, InputBuckets.NONE, 0);

  /**
   * Of an attempt.
   *
   * @param counted its input tokens as they were counted before it left
   */
  public static Charge of(Amounts released, Amounts spent, Usage usage, InputBuckets counted) {
    return new Charge(released, spent, usage, counted.scaledTo(usage.inputTokens()), 0);
  }

  /** Of what a cache kept from being spent. */
  public static Charge saved(long nanos) {
    return new Charge(Amounts.NONE, Amounts.NONE, Usage.NONE, InputBuckets.NONE, nanos);
  }

  public Charge plus(Charge other) {
    return new Charge(
        released.plus(other.released),
        spent.plus(other.spent),
        usage.plus(other.usage),
        input.plus(other.input),
        savedNanos + other.savedNanos);
  }
}
