// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.call.Usage;
import dev.millrace.ledger.Amounts;

/**
 * What a call did to its run's budget.
 *
 * @param released what had been held for it
 * @param spent what it cost
 * @param savedNanos what a cache kept it from costing
 */
public record Charge(Amounts released, Amounts spent, Usage usage, long savedNanos) {
  public static final Charge NONE = new Charge(Amounts.NONE, Amounts.NONE, Usage.NONE, 0);

  public Charge plus(Charge other) {
    return new Charge(
        released.plus(other.released),
        spent.plus(other.spent),
        usage.plus(other.usage),
        savedNanos + other.savedNanos);
  }
}
