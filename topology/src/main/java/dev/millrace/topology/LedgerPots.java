// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.ledger.Accounts;
import dev.millrace.ledger.Leases;
import dev.millrace.ledger.Pot;
import dev.millrace.pipeline.BudgetLimits;
import org.jspecify.annotations.Nullable;

/**
 * Budgets of more partitions than one: their homes, and what holds of them by file and controls.
 */
record LedgerPots(Scopes scopes, Accounts accounts, Placement placement) implements Leases.Pots {

  @Override
  public int home(Pot pot) {
    return placement.home(pot.key());
  }

  @Override
  public @Nullable BudgetLimits limits(Pot pot, long startMs) {
    return accounts.limits(scopes.whole(pot.key()), pot.window(), startMs);
  }
}
