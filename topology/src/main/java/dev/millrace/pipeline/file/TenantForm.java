// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.TenantBudgets;
import dev.millrace.pipeline.WindowLimits;
import java.util.EnumMap;
import java.util.Map;

/**
 * {@code budgets.tenants.NAME}: a tenant's own windows, what its users have, and where it lives.
 */
final class TenantForm extends Form<TenantBudgets> {
  private final Map<BudgetWindow, Key<BudgetLimits>> windows = new EnumMap<>(BudgetWindow.class);
  private final Key<WindowLimits> user;
  private final Key<Map<String, WindowLimits>> users;
  private final Key<Integer> shards;

  TenantForm() {
    for (BudgetWindow window : BudgetWindow.values()) {
      windows.put(window, optional(window.word(), new BudgetForm()));
    }
    user = key("user", new WindowsForm(), WindowLimits.NONE);
    shards = key("shards", Numbers.whole(1, 10_000), TenantBudgets.NONE.shards());
    users = key("users", MapOf.byText(10_000, new WindowsForm()), Map.of());
  }

  @Override
  TenantBudgets build(Entries entries) {
    return new TenantBudgets(
        WindowsForm.limits(entries, windows),
        entries.get(user),
        entries.get(users),
        entries.get(shards));
  }
}
