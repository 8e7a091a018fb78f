// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.ledger.Account;
import dev.millrace.ledger.AccountKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The accounts as the changelog of their store tells them to somebody who runs no instance: of each
 * the last that is said holds. Is told the records, each partition's in their order.
 */
public final class BudgetChangelog {
  private final Deserializer<Account> accounts = LedgerCodec.accounts().deserializer();
  private final Map<AccountKey, Account> latest = new HashMap<>();
  private final String topic;

  public BudgetChangelog(String applicationId) {
    this.topic = Stores.changelog(applicationId, Stores.BUDGETS);
  }

  public String topic() {
    return topic;
  }

  /** One of its records; what is no account, or of a kind not known here, is passed over. */
  public void read(byte[] key, byte @Nullable [] value) {
    AccountKey.parse(new String(key, StandardCharsets.UTF_8))
        .ifPresent(
            whose -> {
              if (value == null) {
                latest.remove(whose);
              } else {
                latest.put(whose, accounts.deserialize(topic, value));
              }
            });
  }

  public Map<AccountKey, Account> accounts() {
    return Map.copyOf(latest);
  }
}
