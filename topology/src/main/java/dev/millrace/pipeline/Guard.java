// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

/**
 * When an agent is taken to go round in circles. 0 is never.
 *
 * @param sameCall so many calls of a tool with the same arguments, each with the same result
 * @param stepsWithoutNews so many steps of which each result was there before
 */
public record Guard(int sameCall, int stepsWithoutNews) {
  public static final Guard USUAL = new Guard(3, 3);
  public static final Guard OFF = new Guard(0, 0);

  public Guard {
    Checks.atLeast(0, sameCall, "sameCall");
    Checks.atLeast(0, stepsWithoutNews, "stepsWithoutNews");
  }

  public boolean isOff() {
    return equals(OFF);
  }
}
