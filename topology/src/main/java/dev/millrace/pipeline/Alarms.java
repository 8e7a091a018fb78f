// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

/**
 * When people are told that a run grows or is dear.
 *
 * @param historyGrowth by which share of the step before's input a step's history may grow
 * @param runCost how many times a single model call of its route a run may cost
 */
public record Alarms(double historyGrowth, int runCost) {
  public static final Alarms USUAL = new Alarms(0.2, 10);

  public Alarms {
    if (!(historyGrowth >= 0)) {
      throw new IllegalArgumentException("historyGrowth " + historyGrowth);
    }
    Checks.atLeast(1, runCost, "runCost");
  }
}
