// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.TenantBudgets;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import dev.millrace.wire.BudgetChange;
import java.util.OptionalInt;

/**
 * Which partition a record is for: its tenant's, or, of a tenant that is split, the one that its
 * user is in. So whatever a user may spend is decided in one place, and what is sent twice comes to
 * the same. A request without a user is where its own id puts it.
 */
record Addresses(Placement placement, Budgets budgets, Scopes scopes) {

  Addresses(Placement placement, Budgets budgets) {
    this(placement, budgets, new Scopes(budgets));
  }

  /** Of what has no tenant there is none. */
  OptionalInt of(Request request) {
    return ofRun(request.getTenant(), request.getUser(), request.getRequestId());
  }

  /** A control about a run goes where that is; one about a budget to whoever grants or keeps it. */
  OptionalInt of(ControlEvent event) {
    String tenant = event.getTenant();
    if (!BudgetChange.isOne(event)) {
      return ofRun(tenant, event.getUser(), event.getRequestId());
    }
    if (event.getScope().equals(BudgetChange.USER)) {
      return ofRun(tenant, event.getName(), "");
    }
    String pot = scopes.potKey(event.getScope(), tenant, event.getName());
    return pot == null ? ofRun(tenant, "", "") : OptionalInt.of(placement.home(pot));
  }

  private OptionalInt ofRun(String tenant, String user, String requestId) {
    if (tenant.isBlank()) {
      return OptionalInt.empty();
    }
    TenantBudgets its = budgets.ofTenant(tenant);
    return OptionalInt.of(
        its.isSplit()
            ? placement.home(tenant, its.shards(), user.isEmpty() ? requestId : user)
            : placement.home(tenant));
  }
}
