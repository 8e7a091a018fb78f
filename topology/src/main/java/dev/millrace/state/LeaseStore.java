// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.ledger.Grants;
import dev.millrace.ledger.Lease;
import dev.millrace.ledger.Leases;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Share;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this partition has of budgets that more partitions spend from, and what it has granted of
 * those whose home it is: one record for each, of the latest window.
 */
public final class LeaseStore implements Leases.Books {
  private final WriteBehindStore<String, Grants, Grants> store;

  LeaseStore(WriteBehindStore<String, Grants, Grants> store) {
    this.store = store;
  }

  @Override
  public @Nullable Lease lease(Pot pot) {
    Grants own = store.get(held(pot));
    return own == null ? null : new Lease(own.startMs(), own.shares().values().iterator().next());
  }

  @Override
  public void put(Pot pot, Lease lease) {
    Map<Integer, Share> own = Map.of(lease.share().holder(), lease.share());
    store.put(held(pot), new Grants(lease.startMs(), 0, own));
  }

  @Override
  public @Nullable Grants grants(Pot pot) {
    return store.get(granted(pot));
  }

  @Override
  public void put(Pot pot, Grants grants) {
    store.put(granted(pot), grants);
  }

  private static String held(Pot pot) {
    return "held/" + pot.window().word() + "/" + pot.key();
  }

  private static String granted(Pot pot) {
    return "granted/" + pot.window().word() + "/" + pot.key();
  }
}
