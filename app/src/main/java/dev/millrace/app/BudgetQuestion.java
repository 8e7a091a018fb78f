// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.AccountKey.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose budgets somebody wants to see; null for all. */
record BudgetQuestion(@Nullable String tenant, @Nullable String user, @Nullable String route) {

  /** Who asks for a user's or for a route's gets no others. */
  boolean asksFor(AccountKey key) {
    return (tenant == null || tenant.equals(key.tenant()))
        && ((user == null && route == null)
            || (key.kind() == Kind.USER && key.name().equals(user))
            || (key.kind() == Kind.ROUTE && key.name().equals(route)));
  }

  /** What it names, whether anything was spent there or not. */
  List<AccountKey> named() {
    List<AccountKey> named = new ArrayList<>();
    if (tenant != null) {
      named.add(AccountKey.ofTenant(tenant));
      if (user != null) {
        named.add(AccountKey.ofUser(tenant, user));
      }
      if (route != null) {
        named.add(AccountKey.ofRoute(tenant, route));
      }
    }
    return named;
  }
}
