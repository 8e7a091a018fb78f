// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.WindowLimits;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts in memory, and the words to tell stories about them. */
final class Shop {
  private final InMemoryShelf shelf = new InMemoryShelf();
  final Accounts ledger;

  Shop(String zone) {
    ledger = new Accounts(new Windows(ZoneId.of(zone)), shelf);
  }

  Account get(String key) {
    return shelf.get(key);
  }

  static Scope scope(int place, BudgetWindow window, long moneyNanos) {
    return scope(place, Map.of(window, money(moneyNanos)));
  }

  static Scope scope(int place, Map<BudgetWindow, BudgetLimits> limits) {
    return new Scope(place, "scope" + place, key(place), new WindowLimits(limits));
  }

  static String key(int place) {
    return "key-" + place;
  }

  /** The latest window. */
  WindowBudget window(Scope scope, BudgetWindow kind) {
    WindowBudget latest = get(scope.key()).latest(kind);
    return latest == null ? WindowBudget.begins(kind, 0) : latest;
  }

  Budget budget(Scope scope, BudgetWindow kind) {
    return window(scope, kind).budget();
  }

  void settle(Hold hold, Amounts spent) {
    ledger.settle(Shop::key, hold, spent);
  }

  static BudgetLimits money(@Nullable Long nanos) {
    return new BudgetLimits(nanos, null, null, null);
  }

  static Amounts call(long nanos) {
    return Amounts.ofToolCall(nanos);
  }

  static long ms(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
