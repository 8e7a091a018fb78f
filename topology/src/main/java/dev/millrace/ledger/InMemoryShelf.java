// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import java.util.HashMap;
import java.util.Map;

/** Accounts in a map, for those that run no store. */
public final class InMemoryShelf implements Accounts.Shelf {
  private final Map<String, Account> accounts = new HashMap<>();

  @Override
  public Account get(String key) {
    return accounts.getOrDefault(key, Account.EMPTY);
  }

  @Override
  public void put(String key, Account account) {
    accounts.put(key, account);
  }
}
