// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent.
 *
 * @param currency ISO 4217, of every amount in the file and in the ledger
 * @param zone by whose clock windows begin
 * @param run each run's, where its route says nothing
 * @param tenant each tenant's, and its users'
 * @param tenants of tenants that differ from {@code tenant}, by name, with what that says filled in
 * @param route what each tenant may spend on each route
 * @param routes of routes that differ from {@code route}, by name, with what that says filled in
 * @param classes of runs of a workload class, by its name
 * @param groups what tenants may spend together, by the group's name
 */
public record Budgets(
    String currency,
    ZoneId zone,
    RunLimits run,
    TenantBudgets tenant,
    Map<String, TenantBudgets> tenants,
    WindowLimits route,
    Map<String, WindowLimits> routes,
    Map<String, ClassBudgets> classes,
    Map<String, GroupBudget> groups) {

  /** Of a tenant's day account is kept in any case: it is what its cost events add up to. */
  private static final TenantBudgets ALWAYS =
      new TenantBudgets(
          WindowLimits.of(BudgetWindow.DAY, BudgetLimits.NONE), WindowLimits.NONE, Map.of());

  public Budgets {
    Checks.notBlank(currency, "currency");
    TenantBudgets each = tenant.orElse(ALWAYS);
    tenant = each;
    Map<String, TenantBudgets> some = new LinkedHashMap<>();
    tenants.forEach((name, own) -> some.put(name, own.orElse(each)));
    tenants = Checks.ordered(some);
    Map<String, WindowLimits> other = new LinkedHashMap<>();
    WindowLimits eachRoute = route;
    routes.forEach((name, own) -> other.put(name, own.orElse(eachRoute)));
    routes = Checks.ordered(other);
    classes = Checks.ordered(classes);
    groups = Checks.ordered(groups);
    checkMembers(groups);
  }

  private static void checkMembers(Map<String, GroupBudget> groups) {
    Set<String> members = new HashSet<>();
    groups.forEach(
        (name, group) ->
            group
                .tenants()
                .forEach(
                    tenant -> {
                      if (!members.add(tenant)) {
                        throw new IllegalArgumentException("in two groups: " + tenant);
                      }
                    }));
  }

  /** Of a currency and a time zone, without any limit. */
  public static Budgets unlimited(String currency, ZoneId zone) {
    return new Budgets(
        currency,
        zone,
        RunLimits.NONE,
        TenantBudgets.NONE,
        Map.of(),
        WindowLimits.NONE,
        Map.of(),
        Map.of(),
        Map.of());
  }

  public TenantBudgets ofTenant(String name) {
    TenantBudgets own = tenants.isEmpty() ? null : tenants.get(name);
    return own == null ? tenant : own;
  }

  public WindowLimits ofRoute(String name) {
    WindowLimits own = routes.isEmpty() ? null : routes.get(name);
    return own == null ? route : own;
  }

  /**
   * What a run may use: what its route says, or else its workload class, or else {@code run}, limit
   * by limit.
   *
   * @param route null while it has none
   */
  public RunLimits ofRun(@Nullable Route route, String workloadClass) {
    RunLimits usual = ofClass(workloadClass).run().orElse(run);
    return route == null ? usual : route.budget().orElse(usual);
  }

  public ClassBudgets ofClass(String name) {
    return classes.getOrDefault(name, ClassBudgets.NONE);
  }
}
