// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Scope;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.WindowLimits;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.Working;
import dev.millrace.wire.BudgetChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose budgets a call counts against: its tenant's always, its user's, its route's and its
 * workload class's where they have any. All are within one tenant, so in one partition.
 */
final class Scopes {
  // Places are stored with each call under way.
  private static final int OF_TENANT = 0;
  private static final int OF_USER = 1;
  private static final int OF_ROUTE = 2;
  private static final int OF_CLASS = 3;

  private final Budgets budgets;

  Scopes(Budgets budgets) {
    this.budgets = budgets;
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
    return scopes;
  }

  /** The one that a change is about. */
  Scope of(BudgetChange change) {
    String tenant = change.tenant();
    return switch (change.scope()) {
      case BudgetChange.USER -> ofUser(tenant, change.name());
      case BudgetChange.ROUTE -> ofRoute(tenant, change.name());
      case BudgetChange.CLASS -> ofClass(tenant, change.name());
      default -> ofTenant(tenant);
    };
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
  static String key(int place, Run run) {
    RunFacts facts = run.facts();
    return switch (place) {
      case OF_TENANT -> tenantKey(facts.tenant());
      case OF_USER -> userKey(facts.tenant(), facts.user());
      case OF_ROUTE -> routeKey(facts.tenant(), ((Working) run).routing().route());
      case OF_CLASS -> classKey(facts.tenant(), facts.workloadClass());
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
