// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.util.Map;

/**
 * Cheaper models that are asked in the place of others once a budget runs low.
 *
 * @param leftMillionths so much of one of the window's limits, or less, must be left
 * @param of the budget that must run low
 * @param models which is asked instead, by the model that a call is for
 */
public record Downgrade(long leftMillionths, Window of, Map<String, String> models) {
  public static final long WHOLE = 1_000_000;

  public Downgrade {
    Checks.within(0, WHOLE, leftMillionths, "leftMillionths");
    models = Checks.ordered(models);
  }

  /** Whose budget it is. */
  public enum Scope {
    TENANT,
    USER,
    ROUTE,
    CLASS
  }

  /** One window of a scope. */
  public record Window(Scope scope, BudgetWindow window) {}
}
