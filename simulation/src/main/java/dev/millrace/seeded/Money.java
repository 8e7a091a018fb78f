// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.StoredHedge;
import java.util.HashMap;
import java.util.Map;

/**
 * The promises about the ledger: what is spent is the sum of the cost events, and what is reserved
 * is what is promised.
 */
final class Money {
  private final Violations violations;
  private final Map<String, Sum> toldByTenant = new HashMap<>();

  Money(Violations violations) {
    this.violations = violations;
  }

  void told(CostEvent event) {
    if (!event.getKind().equals("saved")) {
      of(toldByTenant, event.getTenant()).add(event);
    }
  }

  private static Sum of(Map<String, Sum> sums, String key) {
    return sums.computeIfAbsent(key, any -> new Sum());
  }

  /** Looks at what is durable now. */
  void check(Stored stored) {
    Map<String, Sum> spentByTenant = new HashMap<>();
    Map<String, Sum> reserved = new HashMap<>();
    stored.budgets.forEach(
        (key, budget) -> {
          if (TenantDay.isKey(key)) {
            of(spentByTenant, TenantDay.tenant(key)).add(budget.getSpent());
            of(reserved, key).add(budget.getReserved());
          }
        });
    stored.runs.forEach((run, record) -> of(reserved, run).add(record.getReserved()));
    checkSpent(spentByTenant);
    checkReserved(reserved, promised(stored));
  }

  private void checkSpent(Map<String, Sum> spentByTenant) {
    toldByTenant.keySet().forEach(tenant -> of(spentByTenant, tenant));
    spentByTenant.forEach(
        (tenant, spent) -> {
          Sum told = of(toldByTenant, tenant);
          violations.check(
              spent.toldAs(told),
              "the ledger is the sum of the cost events",
              tenant + " spent " + spent + ", told " + told);
        });
  }

  /** By tenant's day, and by run. */
  private static Map<String, Sum> promised(Stored stored) {
    Map<String, Sum> promised = new HashMap<>();
    stored.pendingCalls.forEach(
        (key, call) -> {
          of(promised, day(call)).add(call.getHeld());
          of(promised, Stored.runOf(key)).add(call.getHeld());
          StoredHedge hedge = call.getHedge();
          if (hedge != null) {
            String day = TenantDay.key(call.getTenant(), hedge.getWindowMs());
            of(promised, day).add(hedge.getHeld());
            of(promised, Stored.runOf(key)).add(hedge.getHeld());
          }
        });
    return promised;
  }

  private static String day(PendingCallRecord call) {
    return TenantDay.key(call.getTenant(), call.getWindowMs());
  }

  private void checkReserved(Map<String, Sum> reserved, Map<String, Sum> promised) {
    promised.keySet().forEach(whose -> of(reserved, whose));
    reserved.forEach(
        (whose, sum) -> {
          Sum held = of(promised, whose);
          violations.check(
              sum.isEqualTo(held),
              "what is reserved is what is promised",
              whose + " reserved " + sum + ", promised " + held);
        });
  }
}
