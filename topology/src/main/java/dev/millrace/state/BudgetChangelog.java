// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.ledger.Account;
import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Pooled;
import dev.millrace.pipeline.Budgets;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The accounts as the changelog of their store tells them to somebody who runs no instance: of each
 * the last that is said holds. Is told the records, each partition's in their order.
 */
public final class BudgetChangelog {
  private final Deserializer<Account> accounts = LedgerCodec.accounts().deserializer();
  private final Map<AccountKey, Account> own = new HashMap<>();
  private final Map<AccountKey, Map<Integer, Account>> leases = new HashMap<>();
  private final Map<AccountKey, Account> limits = new HashMap<>();
  private final String topic;

  public BudgetChangelog(String applicationId) {
    this.topic = Stores.changelog(applicationId, Stores.BUDGETS);
  }

  public String topic() {
    return topic;
  }

  /** One of its records; what is no account, or of a kind not known here, is passed over. */
  public void read(int partition, byte[] key, byte @Nullable [] value) {
    String text = new String(key, StandardCharsets.UTF_8);
    Account account = value == null ? Account.EMPTY : accounts.deserialize(topic, value);
    Optional<AccountKey> lease = AccountKey.parseLease(text);
    lease.ifPresent(whose -> leasesOf(whose).put(partition, account));
    AccountKey.parseLimits(text).ifPresent(whose -> limits.put(whose, account));
    if (lease.isEmpty()) {
      AccountKey.parse(text).ifPresent(whose -> own.put(whose, account));
    }
  }

  private Map<Integer, Account> leasesOf(AccountKey whose) {
    return leases.computeIfAbsent(whose, any -> new HashMap<>());
  }

  /** Of each budget one account, however many partitions spend from it. */
  public Map<AccountKey, Account> accounts(Budgets budgets) {
    Map<AccountKey, Account> all = new HashMap<>(own);
    Set<AccountKey> pooled = new HashSet<>(leases.keySet());
    pooled.addAll(limits.keySet());
    pooled.addAll(own.keySet());
    pooled.removeIf(whose -> !whose.isShared(budgets));
    for (AccountKey whose : pooled) {
      Account most = limits.getOrDefault(whose, Account.EMPTY);
      all.put(whose, new Pooled(most, leases.getOrDefault(whose, Map.of()).values()).account());
    }
    return Map.copyOf(all);
  }
}
