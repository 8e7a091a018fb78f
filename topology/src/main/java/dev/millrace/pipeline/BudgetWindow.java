// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.util.Locale;

/** How long a budget lasts, by the clock of the ledger's time zone. */
public enum BudgetWindow {
  MINUTE(0),
  HOUR(1),
  DAY(2),
  MONTH(3);

  private final int place;

  BudgetWindow(int place) {
    this.place = place;
  }

  /** Its number among all, from 0; it is stored, so it stays. */
  public int place() {
    return place;
  }

  /** As the pipeline file, controls and results have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
