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
 * @param shards over how many partitions its requests are spread; what is its own it may spend in
 *     all of them together
 */
public record TenantBudgets(
    WindowLimits whole, WindowLimits user, Map<String, WindowLimits> users, int shards) {
  public static final TenantBudgets NONE =
      new TenantBudgets(WindowLimits.NONE, WindowLimits.NONE, Map.of());

  /** Of a tenant in one partition. */
  public TenantBudgets(WindowLimits whole, WindowLimits user, Map<String, WindowLimits> users) {
    this(whole, user, users, 1);
  }

  public TenantBudgets {
    users = Checks.ordered(users);
    Checks.atLeast(1, shards, "shards");
  }

  /** Whether its requests are in more partitions than one. */
  public boolean isSplit() {
    return shards > 1;
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
    return new TenantBudgets(whole.orElse(other.whole), each, all, shards);
  }
}
