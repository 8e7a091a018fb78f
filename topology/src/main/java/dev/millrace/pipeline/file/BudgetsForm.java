// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.TenantBudgets;
import dev.millrace.pipeline.WindowLimits;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/** {@code budgets}. */
final class BudgetsForm extends Form<Budgets> {
  static final Budgets USUAL = Budgets.unlimited("USD", ZoneOffset.UTC);

  private final Key<String> currency = key("currency", Texts.currency(), USUAL.currency());
  private final Key<ZoneId> zone = key("zone", Texts.zone(), USUAL.zone());
  private final Key<BudgetLimits> run = key("run", new BudgetForm(), USUAL.run());
  private final Key<WindowLimits> tenant = windows("tenant");
  private final Key<Map<String, TenantBudgets>> tenants =
      key("tenants", MapOf.byText(10_000, new TenantForm()), Map.of());
  private final Key<WindowLimits> user = windows("user");
  private final Key<WindowLimits> route = windows("route");
  private final Key<Map<String, WindowLimits>> routes =
      key("routes", MapOf.named(1_000, new WindowsForm()), Map.of());

  private Key<WindowLimits> windows(String name) {
    return key(name, new WindowsForm(), WindowLimits.NONE);
  }

  @Override
  void check(Entries entries) {
    if (entries.has(routes)) {
      for (At each : entries.at(routes).entries().values()) {
        each.context().refer(Section.ROUTES, each.name(), each);
      }
    }
  }

  @Override
  Budgets build(Entries entries) {
    return new Budgets(
        entries.get(currency),
        entries.get(zone),
        entries.get(run),
        new TenantBudgets(entries.get(tenant), entries.get(user), Map.of()),
        entries.get(tenants),
        entries.get(route),
        entries.get(routes));
  }
}
