// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.ClassBudgets;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.WindowLimits;

/** {@code budgets.classes.NAME}: what runs of a workload class have. */
final class ClassForm extends Form<ClassBudgets> {
  private final Key<RunLimits> run = key("run", new RunBudgetForm(), RunLimits.NONE);
  private final Key<WindowLimits> tenant = key("tenant", new WindowsForm(), WindowLimits.NONE);

  @Override
  ClassBudgets build(Entries entries) {
    return new ClassBudgets(entries.get(run), entries.get(tenant));
  }
}
