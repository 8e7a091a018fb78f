// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

/**
 * What runs of a workload class may spend.
 *
 * @param run each of them, in place of {@link Budgets#run}, limit by limit
 * @param tenant all of a tenant's together
 */
public record ClassBudgets(RunLimits run, WindowLimits tenant) {
  public static final ClassBudgets NONE = new ClassBudgets(RunLimits.NONE, WindowLimits.NONE);
}
