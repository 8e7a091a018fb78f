// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

/**
 * What the simulated provider serves before it refuses with 429, of all its models together.
 *
 * @param atOnce requests that are being answered
 * @param requestsPerMinute in any sixty seconds, wherever they begin
 */
public record Allowance(int atOnce, int requestsPerMinute) {
  /** All there is. */
  public static final Allowance ANY = new Allowance(Integer.MAX_VALUE, Integer.MAX_VALUE);

  public Allowance {
    if (atOnce < 1 || requestsPerMinute < 1) {
      throw new IllegalArgumentException("an allowance of nothing");
    }
  }
}
