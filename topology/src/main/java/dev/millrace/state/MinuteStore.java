// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.ledger.MinuteGrants;
import dev.millrace.ledger.Pot;

/** What this partition has granted of minutes of those providers' accounts whose home it is. */
public final class MinuteStore {
  private final WriteBehindStore<String, MinuteGrants, MinuteGrants> store;

  MinuteStore(WriteBehindStore<String, MinuteGrants, MinuteGrants> store) {
    this.store = store;
  }

  public MinuteGrants get(Pot pot) {
    MinuteGrants grants = store.get(pot.key());
    return grants == null ? MinuteGrants.none() : grants;
  }

  public void put(Pot pot, MinuteGrants grants) {
    store.put(pot.key(), grants);
  }
}
