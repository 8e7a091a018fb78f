// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leases in maps, for those that run no store. */
public final class InMemoryBooks implements Leases.Books {
  private final Map<Pot, Lease> leases = new HashMap<>();
  private final Map<Pot, Grants> grants = new HashMap<>();

  @Override
  public @Nullable Lease lease(Pot pot) {
    return leases.get(pot);
  }

  @Override
  public void put(Pot pot, Lease lease) {
    leases.put(pot, lease);
  }

  @Override
  public @Nullable Grants grants(Pot pot) {
    return grants.get(pot);
  }

  @Override
  public void put(Pot pot, Grants granted) {
    grants.put(pot, granted);
  }
}
