// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.GroupBudget;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code budgets.groups.NAME}: who is in it, and what they may spend together. */
final class GroupForm extends Form<GroupBudget> {
  static final int MOST_TENANTS = 10_000;

  private final Key<List<String>> tenants =
      required("tenants", new ListOf<>(MOST_TENANTS, Texts.line()));
  private final Map<BudgetWindow, Key<BudgetLimits>> windows = new EnumMap<>(BudgetWindow.class);

  GroupForm() {
    for (BudgetWindow window : BudgetWindow.values()) {
      windows.put(window, optional(window.word(), new BudgetForm()));
    }
  }

  @Override
  void check(Entries entries) {
    if (windows.values().stream().noneMatch(entries::has)) {
      entries.at().mistake("this group has no limit", "add day: {money: 5}, or another window");
    }
  }

  @Override
  GroupBudget build(Entries entries) {
    return new GroupBudget(entries.get(tenants), WindowsForm.limits(entries, windows));
  }
}
