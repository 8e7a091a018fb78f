// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.ClassBudgets;
import dev.millrace.pipeline.GroupBudget;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.TenantBudgets;
import dev.millrace.pipeline.WindowLimits;
import dev.millrace.pipeline.WorkloadClasses;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code budgets}. */
final class BudgetsForm extends Form<Budgets> {
  static final Budgets USUAL = Budgets.unlimited("USD", ZoneOffset.UTC);

  private final Key<String> currency = key("currency", Texts.currency(), USUAL.currency());
  private final Key<ZoneId> zone = key("zone", Texts.zone(), USUAL.zone());
  private final Key<RunLimits> run = key("run", new RunBudgetForm(), USUAL.run());
  private final Key<WindowLimits> tenant = windows("tenant");
  private final Key<Map<String, TenantBudgets>> tenants =
      key("tenants", MapOf.byText(10_000, new TenantForm()), Map.of());
  private final Key<WindowLimits> user = windows("user");
  private final Key<WindowLimits> route = windows("route");
  private final Key<Map<String, WindowLimits>> routes =
      key("routes", MapOf.named(1_000, new WindowsForm()), Map.of());
  private final Key<Map<String, ClassBudgets>> classes =
      key("classes", MapOf.named(100, new ClassForm()), Map.of());
  private final Key<Map<String, GroupBudget>> groups =
      key("groups", MapOf.named(1_000, new GroupForm()), Map.of());

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
    warnOfNewClasses(entries);
    checkMembers(entries);
  }

  /** Who mistypes a class that is there has made one that nobody asks for. */
  private void warnOfNewClasses(Entries entries) {
    if (entries.has(classes)) {
      for (At each : entries.at(classes).entries().values()) {
        Optional<String> near = Nearest.to(each.name(), WorkloadClasses.USUAL);
        if (near.isPresent() && !WorkloadClasses.USUAL.contains(each.name())) {
          String warning = "this is a workload class of your own, for requests that name it";
          each.context().warning(each, warning, "write " + near.get() + " if you mean that");
        }
      }
    }
  }

  /** A call counts against one group at most. */
  private void checkMembers(Entries entries) {
    Map<String, String> groupOf = new HashMap<>();
    Map<String, GroupBudget> all = entries.find(groups);
    if (all != null) {
      all.forEach(
          (name, group) -> group.tenants().forEach(tenant -> join(entries, groupOf, tenant, name)));
    }
  }

  private void join(Entries entries, Map<String, String> groupOf, String tenant, String group) {
    String other = groupOf.put(tenant, group);
    if (other != null) {
      At place = entries.at(groups).entries().getOrDefault(group, entries.at(groups));
      String what = "tenant " + tenant + " is listed twice: in " + other + " and in " + group;
      place.mistake(what, "let each tenant be in one group");
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
        entries.get(routes),
        entries.get(classes),
        entries.get(groups));
  }
}
