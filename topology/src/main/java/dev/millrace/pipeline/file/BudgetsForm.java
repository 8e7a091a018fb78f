// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Budgets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/** {@code budgets}. */
final class BudgetsForm extends Form<Budgets> {
  static final Budgets USUAL =
      new Budgets("USD", ZoneOffset.UTC, BudgetLimits.NONE, BudgetLimits.NONE, Map.of());

  private final Key<String> currency = key("currency", Texts.currency(), USUAL.currency());
  private final Key<ZoneId> zone = key("zone", Texts.zone(), USUAL.zone());
  private final Key<BudgetLimits> run = key("run", new BudgetForm(), USUAL.run());
  private final Key<BudgetLimits> tenantDay =
      key("tenant_day", new BudgetForm(), USUAL.tenantDay());
  private final Key<Map<String, BudgetLimits>> tenants =
      key("tenants", MapOf.byText(10_000, new BudgetForm()), Map.of());

  @Override
  Budgets build(Entries entries) {
    return new Budgets(
        entries.get(currency),
        entries.get(zone),
        entries.get(run),
        entries.get(tenantDay),
        entries.get(tenants));
  }
}
