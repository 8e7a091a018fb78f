// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a tenant may spend, and its users.
 *
 * @param whole the tenant's own
 * @param user each user's
 * @param users of users that differ from {@code user}, by name
 */
public record TenantBudgets(
    WindowLimits whole, WindowLimits user, Map<String, WindowLimits> users) {
  public static final TenantBudgets NONE =
      new TenantBudgets(WindowLimits.NONE, WindowLimits.NONE, Map.of());

  public TenantBudgets {
    users = Checks.ordered(users);
  }

  public WindowLimits ofUser(String name) {
    WindowLimits own = users.isEmpty() ? null : users.get(name);
    return own == null ? user : own;
  }

  /** With the other's limits where this says nothing, of each user too. */
  TenantBudgets orElse(TenantBudgets other) {
    WindowLimits each = user.orElse(other.user);
    Map<String, WindowLimits> all = new LinkedHashMap<>();
    users.forEach((name, own) -> all.put(name, own.orElse(each)));
    return new TenantBudgets(whole.orElse(other.whole), each, all);
  }
}
