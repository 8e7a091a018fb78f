// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.ledger.Account;
import dev.millrace.ledger.Accounts;

/** Accounts of tenants, users and routes: one record for each, with all its windows. */
public final class BudgetStore implements Accounts.Shelf {
  private final WriteBehindStore<String, Account, Account> store;

  BudgetStore(WriteBehindStore<String, Account, Account> store) {
    this.store = store;
  }

  @Override
  public Account get(String key) {
    Account account = store.get(key);
    return account == null ? Account.EMPTY : account;
  }

  @Override
  public void put(String key, Account account) {
    store.put(key, account);
  }
}
