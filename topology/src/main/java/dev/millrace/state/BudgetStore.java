// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.ledger.Budget;

/**
 * Budgets of tenants by day, keyed by the day's start: a new day is a new budget, nothing is ever
 * set back.
 */
public final class BudgetStore {
  private final WriteBehindStore<String, Budget, Budget> store;

  BudgetStore(WriteBehindStore<String, Budget, Budget> store) {
    this.store = store;
  }

  /**
   * What a tenant has spent and promised in a day.
   *
   * @param dayMs the day's start, epoch milliseconds
   */
  public Budget tenantDay(String tenant, long dayMs) {
    Budget budget = store.get(key(tenant, dayMs));
    return budget == null ? Budget.EMPTY : budget;
  }

  public void putTenantDay(String tenant, long dayMs, Budget budget) {
    store.put(key(tenant, dayMs), budget);
  }

  private static String key(String tenant, long dayMs) {
    return "tenant/day/" + dayMs + "/" + tenant;
  }
}
