// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetWindow;

/** Which budget does not hold what is asked for, and for want of what. */
public record Refusal(String scope, BudgetWindow window, Limit limit) implements Accounts.Answer {

  /** Whose budget it is, in words: "The tenant's budget for the day". */
  public String budget() {
    return "The " + scope + "'s budget for the " + window.word();
  }
}
