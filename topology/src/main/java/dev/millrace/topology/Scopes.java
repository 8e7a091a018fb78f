// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Scope;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.GroupBudget;
import dev.millrace.pipeline.WindowLimits;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.Working;
import dev.millrace.wire.BudgetChange;
import dev.millrace.wire.Correction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose budgets a call counts against: its tenant's always, its user's, its route's and its
 * workload class's where they have any. These are within one tenant, so in one partition. Of the
 * budget of the group that its tenant is in, if it is in one, this partition has a lease.
 */
final class Scopes {
  // Places are stored with each call under way.
  private static final int OF_TENANT = 0;
  private static final int OF_USER = 1;
  private static final int OF_ROUTE = 2;
  private static final int OF_CLASS = 3;
  private static final int OF_GROUP = 4;

  private static final String GROUP_KEY = "group/";

  private final Budgets budgets;
  private final Map<String, Scope> leaseOf = new HashMap<>();

  Scopes(Budgets budgets) {
    this.budgets = budgets;
    budgets
        .groups()
        .forEach(
            (name, group) -> {
              WindowLimits unlessGranted = group.limits().nothing();
              Scope lease =
                  new Scope(OF_GROUP, BudgetChange.GROUP, groupKey(name), unlessGranted, true);
              group.tenants().forEach(tenant -> leaseOf.put(tenant, lease));
            });
  }

  /** While a run looks for its route it has none. */
  List<Scope> of(Run run) {
    List<Scope> scopes = of(run.facts());
    if (run instanceof Working working) {
      String route = working.routing().route();
      WindowLimits limits = budgets.ofRoute(route);
      if (!limits.isEmpty()) {
        scopes.add(ofRoute(run.facts().tenant(), route));
      }
    }
    return scopes;
  }

  List<Scope> of(RunFacts facts) {
    List<Scope> scopes = new ArrayList<>(4);
    scopes.add(ofTenant(facts.tenant()));
    if (!budgets.ofTenant(facts.tenant()).ofUser(facts.user()).isEmpty()) {
      scopes.add(ofUser(facts.tenant(), facts.user()));
    }
    if (!budgets.ofClass(facts.workloadClass()).tenant().isEmpty()) {
      scopes.add(ofClass(facts.tenant(), facts.workloadClass()));
    }
    Scope lease = leaseOf.isEmpty() ? null : leaseOf.get(facts.tenant());
    if (lease != null) {
      scopes.add(lease);
    }
    return scopes;
  }

  /** The one that a change is about. */
  Scope of(BudgetChange change) {
    String tenant = change.tenant();
    return switch (change.scope()) {
      case BudgetChange.USER -> ofUser(tenant, change.name());
      case BudgetChange.ROUTE -> ofRoute(tenant, change.name());
      case BudgetChange.CLASS -> ofClass(tenant, change.name());
      case BudgetChange.GROUP -> wholeGroup(change.name());
      default -> ofTenant(tenant);
    };
  }

  /** All that a group may spend, in whichever partition; kept by its home. */
  private Scope wholeGroup(String name) {
    GroupBudget group = budgets.groups().get(name);
    WindowLimits limits = group == null ? WindowLimits.NONE : group.limits();
    return new Scope(OF_GROUP, BudgetChange.GROUP, "limits/" + groupKey(name), limits);
  }

  /** All that may be spent from a pot, in whichever partition. */
  Scope whole(Pot pot) {
    return wholeGroup(pot.key().substring(GROUP_KEY.length()));
  }

  /** What the members of a group spend from. */
  static Pot ofGroup(String name, BudgetWindow window) {
    return new Pot(groupKey(name), window);
  }

  static String groupKey(String name) {
    return GROUP_KEY + name;
  }

  /** Those of a correction: its tenant's, and those that it names, where they have any. */
  List<Scope> of(Correction correction) {
    String tenant = correction.tenant();
    List<Scope> named = new ArrayList<>(4);
    named.add(ofTenant(tenant));
    if (!correction.user().isEmpty()) {
      named.add(ofUser(tenant, correction.user()));
    }
    if (!correction.route().isEmpty()) {
      named.add(ofRoute(tenant, correction.route()));
    }
    if (!correction.workloadClass().isEmpty()) {
      named.add(ofClass(tenant, correction.workloadClass()));
    }
    named.removeIf(scope -> scope.place() != OF_TENANT && scope.limits().isEmpty());
    return named;
  }

  private Scope ofTenant(String tenant) {
    WindowLimits limits = budgets.ofTenant(tenant).whole();
    return new Scope(OF_TENANT, BudgetChange.TENANT, tenantKey(tenant), limits);
  }

  private Scope ofUser(String tenant, String user) {
    WindowLimits limits = budgets.ofTenant(tenant).ofUser(user);
    return new Scope(OF_USER, BudgetChange.USER, userKey(tenant, user), limits);
  }

  private Scope ofRoute(String tenant, String route) {
    return new Scope(OF_ROUTE, BudgetChange.ROUTE, routeKey(tenant, route), budgets.ofRoute(route));
  }

  private Scope ofClass(String tenant, String name) {
    WindowLimits limits = budgets.ofClass(name).tenant();
    return new Scope(OF_CLASS, BudgetChange.CLASS, classKey(tenant, name), limits);
  }

  /** The key of a scope of this run by its place; it must have one there. */
  static String key(int place, Run run, Hold hold) {
    RunFacts facts = run.facts();
    return switch (place) {
      case OF_TENANT -> tenantKey(facts.tenant());
      case OF_USER -> userKey(facts.tenant(), facts.user());
      case OF_ROUTE -> routeKey(facts.tenant(), ((Working) run).routing().route());
      case OF_CLASS -> classKey(facts.tenant(), facts.workloadClass());
      case OF_GROUP -> hold.leasedFrom();
      default -> throw new IllegalArgumentException("no scope has place " + place);
    };
  }

  private static String tenantKey(String tenant) {
    return AccountKey.ofTenant(tenant).text();
  }

  private static String userKey(String tenant, String user) {
    return AccountKey.ofUser(tenant, user).text();
  }

  private static String routeKey(String tenant, String route) {
    return AccountKey.ofRoute(tenant, route).text();
  }

  private static String classKey(String tenant, String name) {
    return AccountKey.ofClass(tenant, name).text();
  }
}
