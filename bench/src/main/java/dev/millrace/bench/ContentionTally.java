// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.StoredWindow;
import dev.millrace.serde.JsonSerde;
import dev.millrace.state.Stores;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a tenant has spent: told by the cost events, and by the ledger. */
final class ContentionTally {
  private static final String ACCOUNTS = "tenant/";
  private static final String SHARDS = "shards/" + ACCOUNTS;

  private final JsonSerde<CostEvent> costReader = JsonSerde.of(CostEvent.class);
  private final String costs;
  private final String budgets;
  private final String window;
  private final Map<String, Long> ledgerNanos = new HashMap<>();
  private final Set<String> holders = new HashSet<>();
  private final Set<Long> windows = new HashSet<>();
  private long spentNanos;
  private int calls;
  private int hidden;

  /**
   * @param window that the budget has
   */
  ContentionTally(TopicNames topics, BudgetWindow window) {
    this.costs = topics.costs();
    this.budgets = ChaosAudit.changelog(topics, Stores.BUDGETS);
    this.window = window.name().toLowerCase(Locale.ROOT);
  }

  void read(String topic, int partition, byte[] key, byte @Nullable [] value) {
    if (value != null && topic.equals(costs)) {
      told(costReader.read(value));
    } else if (value != null && topic.equals(budgets)) {
      String account = new String(key, StandardCharsets.UTF_8);
      if (account.startsWith(ACCOUNTS) || account.startsWith(SHARDS)) {
        wrote(partition + " " + account, value);
      }
    }
  }

  private void told(CostEvent event) {
    if (!event.getKind().equals("saved")) {
      spentNanos += event.getAmountNanos();
      calls++;
      hidden += event.getOutcomeUnknown() ? 1 : 0;
    }
  }

  private void wrote(String account, byte[] value) {
    try {
      BudgetRecord record = BudgetRecord.getDecoder().decode(value);
      ledgerNanos.put(account, record.getTotal().getMoneyNanos());
      holders.remove(account);
      record.getWindows().stream()
          .filter(each -> each.getWindow().equals(window))
          .forEach(each -> wrote(account, each));
    } catch (IOException e) {
      throw new UncheckedIOException("a changelog that cannot be read", e);
    }
  }

  private void wrote(String account, StoredWindow its) {
    windows.add(its.getStartMs());
    if (its.getReserved().getMoneyNanos() > 0) {
      holders.add(account);
    }
  }

  /** By the cost events. */
  long spentNanos() {
    return spentNanos;
  }

  /** By the ledger, in all partitions. */
  long ledgerNanos() {
    return ledgerNanos.values().stream().mapToLong(Long::longValue).sum();
  }

  /** In how many of them something is held for calls under way. */
  int holding() {
    return holders.size();
  }

  /** In how many of them something was spent. */
  long partitions() {
    return ledgerNanos.values().stream().filter(nanos -> nanos > 0).count();
  }

  /** Calls that were paid: made, as far as anybody knows. */
  int calls() {
    return calls;
  }

  /** Those of them whose outcome the kill hid. */
  int hidden() {
    return hidden;
  }

  /** How many windows of the budget were begun: each may be spent. */
  int windows() {
    return Math.max(1, windows.size());
  }
}
