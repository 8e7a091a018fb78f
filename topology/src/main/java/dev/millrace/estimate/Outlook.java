// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

/** How an estimate looks at what nobody knows yet. */
public enum Outlook {
  /** Nothing fails, everybody is brief, and an agent's model answers at once. */
  LEAST,
  /** Nothing fails, and all is as assumed. */
  LIKELY,
  /**
   * All attempts and fallbacks are taken and billed in full, everybody says all that they may, and
   * an agent uses all its steps. No more than the run's budget.
   */
  MOST
}
