// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetWindow;

/**
 * What is reserved for a call: so much, in each of these windows.
 *
 * @param atMs since when by the ledger's clock, epoch milliseconds: the windows are those that it
 *     lies in
 * @param places a bit for each window of each scope that it is held in, so that what was held is
 *     given back there and nowhere else, whatever has limits by then; see {@link Scope}
 * @param leasedFrom the key of the last of the scopes that are leases, which is the group's if
 *     there is one, for a tenant may have changed its group by then; empty if none is
 */
public record Hold(Amounts amounts, long atMs, int places, String leasedFrom)
    implements Accounts.Answer {
  public static final Hold NOTHING = new Hold(Amounts.NONE, 0, 0, "");

  private static final int WINDOWS = BudgetWindow.values().length;

  /** The same windows, with nothing held in them. */
  public Hold released() {
    return new Hold(Amounts.NONE, atMs, places, leasedFrom);
  }

  public boolean isNothing() {
    return amounts.equals(Amounts.NONE);
  }

  static int bit(int place, BudgetWindow window) {
    return 1 << (place * WINDOWS + window.place());
  }

  /** Whether it is held in a window of a scope of this place. */
  public boolean isIn(int place) {
    return (places >> (place * WINDOWS) & (1 << WINDOWS) - 1) != 0;
  }

  boolean isIn(int place, BudgetWindow window) {
    return (places & bit(place, window)) != 0;
  }
}
