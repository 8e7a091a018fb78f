// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.WindowLimits;
import java.util.EnumMap;
import java.util.Map;

/** What may be spent in one scope: limits by window. */
final class WindowsForm extends Form<WindowLimits> {
  private final Map<BudgetWindow, Key<BudgetLimits>> windows = new EnumMap<>(BudgetWindow.class);

  WindowsForm() {
    for (BudgetWindow window : BudgetWindow.values()) {
      windows.put(window, optional(window.word(), new BudgetForm()));
    }
  }

  @Override
  WindowLimits build(Entries entries) {
    return limits(entries, windows);
  }

  static WindowLimits limits(Entries entries, Map<BudgetWindow, Key<BudgetLimits>> windows) {
    Map<BudgetWindow, BudgetLimits> limits = new EnumMap<>(BudgetWindow.class);
    windows.forEach(
        (window, key) -> {
          BudgetLimits said = entries.find(key);
          if (said != null) {
            limits.put(window, said);
          }
        });
    return new WindowLimits(limits);
  }
}
