// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.ZoneId;
import java.util.Map;

/**
 * What may be spent.
 *
 * @param currency ISO 4217, of every amount in the file and in the ledger
 * @param zone in which a day begins at midnight
 * @param run each run's, where its route says nothing
 * @param tenantDay each tenant's, a day
 * @param tenants days of tenants that differ from {@code tenantDay}, by tenant
 */
public record Budgets(
    String currency,
    ZoneId zone,
    BudgetLimits run,
    BudgetLimits tenantDay,
    Map<String, BudgetLimits> tenants) {

  public Budgets {
    Checks.notBlank(currency, "currency");
    tenants = Checks.ordered(tenants);
  }

  public BudgetLimits tenantDay(String tenant) {
    BudgetLimits own = tenants.get(tenant);
    return own == null ? tenantDay : own.orElse(tenantDay);
  }
}
