// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Scope;
import dev.millrace.pipeline.Budgets;
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
import org.jspecify.annotations.Nullable;

/**
 * Whose budgets a call counts against: its tenant's always, its user's, its route's and its
 * workload class's where they have any. These are within one tenant, so in one partition. Of what
 * others spend from too this partition has a lease: of the budget of the group that its tenant is
 * in, and of a tenant that is split of all but its users'.
 */
final class Scopes {
  // Places are stored with each call under way.
  private static final int OF_TENANT = 0;
  private static final int OF_USER = 1;
  private static final int OF_ROUTE = 2;
  private static final int OF_CLASS = 3;
  private static final int OF_GROUP = 4;

  /** Of a tenant that is split; its routes and classes have their usual places. */
  private static final int OF_SHARDS = 5;

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
                  new Scope(
                      OF_GROUP,
                      BudgetChange.GROUP,
                      AccountKey.ofGroup(name).leaseText(),
                      unlessGranted,
                      true);
              group.tenants().forEach(tenant -> leaseOf.put(tenant, lease));
            });
  }

  /** While a run looks for its route it has none. */
  List<Scope> of(Run run) {
    RunFacts facts = run.facts();
    List<Scope> scopes = ofTenantAndUser(facts);
    if (run instanceof Working working) {
      String route = working.routing().route();
      WindowLimits limits = budgets.ofRoute(route);
      if (!limits.isEmpty()) {
        scopes.add(of(OF_ROUTE, AccountKey.ofRoute(facts.tenant(), route)));
      }
    }
    return withGroup(facts.tenant(), scopes);
  }

  List<Scope> of(RunFacts facts) {
    return withGroup(facts.tenant(), ofTenantAndUser(facts));
  }

  private List<Scope> ofTenantAndUser(RunFacts facts) {
    String tenant = facts.tenant();
    List<Scope> scopes = new ArrayList<>(5);
    scopes.add(ofTenant(tenant));
    if (!budgets.ofTenant(tenant).ofUser(facts.user()).isEmpty()) {
      scopes.add(of(OF_USER, AccountKey.ofUser(tenant, facts.user())));
    }
    if (!budgets.ofClass(facts.workloadClass()).tenant().isEmpty()) {
      scopes.add(of(OF_CLASS, AccountKey.ofClass(tenant, facts.workloadClass())));
    }
    return scopes;
  }

  /** The group's comes last: a hold remembers where the last lease is from. */
  private List<Scope> withGroup(String tenant, List<Scope> scopes) {
    Scope lease = leaseOf.isEmpty() ? null : leaseOf.get(tenant);
    if (lease != null) {
      scopes.add(lease);
    }
    return scopes;
  }

  /** The one that a change is about: all of it, if more partitions spend from it. */
  Scope of(BudgetChange change) {
    String tenant = change.tenant();
    Pot pot = pot(change);
    if (pot != null) {
      return whole(pot.key());
    }
    return switch (change.scope()) {
      case BudgetChange.USER -> of(OF_USER, AccountKey.ofUser(tenant, change.name()));
      case BudgetChange.ROUTE -> of(OF_ROUTE, AccountKey.ofRoute(tenant, change.name()));
      case BudgetChange.CLASS -> of(OF_CLASS, AccountKey.ofClass(tenant, change.name()));
      default -> ofTenant(tenant);
    };
  }

  /** What more partitions spend from, if that is what a change is about. */
  @Nullable Pot pot(BudgetChange change) {
    String key = potKey(change.scope(), change.tenant(), change.name());
    return key == null ? null : new Pot(key, change.window());
  }

  /**
   * The key of a budget that more partitions spend from; null if only one does.
   *
   * @param scope as changes have it
   */
  @Nullable String potKey(String scope, String tenant, String name) {
    AccountKey whose =
        switch (scope) {
          case BudgetChange.TENANT -> AccountKey.ofTenant(tenant);
          case BudgetChange.ROUTE -> AccountKey.ofRoute(tenant, name);
          case BudgetChange.CLASS -> AccountKey.ofClass(tenant, name);
          case BudgetChange.GROUP -> AccountKey.ofGroup(name);
          default -> null;
        };
    return whose != null && whose.isShared(budgets) ? whose.leaseText() : null;
  }

  /** All that may be spent from a pot, in whichever partition; kept by its home. */
  Scope whole(String potKey) {
    WindowLimits limits =
        AccountKey.parseLease(potKey)
            .filter(whose -> whose.isShared(budgets))
            .map(whose -> whose.limits(budgets))
            .orElse(WindowLimits.NONE);
    return new Scope(OF_GROUP, BudgetChange.GROUP, AccountKey.limitsText(potKey), limits);
  }

  /** Those of a correction: its tenant's, its group's, and those it names, where they have any. */
  List<Scope> of(Correction correction) {
    String tenant = correction.tenant();
    List<Scope> named = new ArrayList<>(3);
    if (!correction.user().isEmpty()) {
      named.add(of(OF_USER, AccountKey.ofUser(tenant, correction.user())));
    }
    if (!correction.route().isEmpty()) {
      named.add(of(OF_ROUTE, AccountKey.ofRoute(tenant, correction.route())));
    }
    if (!correction.workloadClass().isEmpty()) {
      named.add(of(OF_CLASS, AccountKey.ofClass(tenant, correction.workloadClass())));
    }
    named.removeIf(scope -> scope.limits().isEmpty());
    named.add(0, ofTenant(tenant));
    return withGroup(tenant, named);
  }

  private Scope ofTenant(String tenant) {
    AccountKey whose = AccountKey.ofTenant(tenant);
    return of(whose.isShared(budgets) ? OF_SHARDS : OF_TENANT, whose);
  }

  private Scope of(int place, AccountKey whose) {
    WindowLimits limits = whose.limits(budgets);
    String name = whose.kind().word();
    return whose.isShared(budgets)
        ? new Scope(place, name, whose.leaseText(), limits.nothing(), true)
        : new Scope(place, name, whose.text(), limits);
  }

  /**
   * The key of a scope of this run by its place; it must have one there. The tenant may have been
   * split, or put together, since then.
   */
  static String key(int place, Run run, Hold hold) {
    if (place == OF_GROUP) {
      return hold.leasedFrom();
    }
    RunFacts facts = run.facts();
    String tenant = facts.tenant();
    AccountKey whose =
        switch (place) {
          case OF_TENANT, OF_SHARDS -> AccountKey.ofTenant(tenant);
          case OF_USER -> AccountKey.ofUser(tenant, facts.user());
          case OF_ROUTE -> AccountKey.ofRoute(tenant, ((Working) run).routing().route());
          case OF_CLASS -> AccountKey.ofClass(tenant, facts.workloadClass());
          default -> throw new IllegalArgumentException("no scope has place " + place);
        };
    return place != OF_USER && hold.isIn(OF_SHARDS) ? whose.leaseText() : whose.text();
  }
}
