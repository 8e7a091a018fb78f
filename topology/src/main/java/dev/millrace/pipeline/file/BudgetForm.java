// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetLimits;

/** What may be spent in a window. */
final class BudgetForm extends Form<BudgetLimits> {
  private static final String OF_A_RUN =
      "write it in budgets.run, in the run of a class or in a route's budget";

  private final SpendingKeys spending = new SpendingKeys(this);

  BudgetForm() {
    RunBudgetForm.OF_RUNS.forEach(
        key -> elsewhere(key, "a window has no limit of " + key + ", only a run has", OF_A_RUN));
  }

  @Override
  BudgetLimits build(Entries entries) {
    return spending.read(entries);
  }
}
