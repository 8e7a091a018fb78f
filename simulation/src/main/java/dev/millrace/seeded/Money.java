// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Budgets;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.InputBuckets;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.schemas.stored.StoredHedge;
import dev.millrace.schemas.stored.StoredHold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The promises about the ledger: what is spent is the sum of the cost events, in every account; and
 * what is reserved is what is promised, in every window.
 */
final class Money {
  private final Violations violations;
  private final Map<String, AccountKey> groupOf = new HashMap<>();
  private final Map<AccountKey, Sum> told = new HashMap<>();
  private final Map<AccountKey, Long> addedNanos = new HashMap<>();

  Money(Budgets budgets, Violations violations) {
    this.violations = violations;
    budgets
        .groups()
        .forEach(
            (name, group) ->
                group.tenants().forEach(tenant -> groupOf.put(tenant, AccountKey.ofGroup(name))));
  }

  void told(CostEvent event) {
    InputBuckets input = event.getInputBuckets();
    violations.check(
        event.getUsage().getInputTokens()
            == (long) input.getSystem()
                + input.getToolSchemas()
                + input.getHistory()
                + input.getToolOutput(),
        "input tokens are told by what they are",
        event.getEventId());
    if (!event.getKind().equals("saved")) {
      accounts(event).forEach(account -> of(told, account).add(event));
    }
    if (AccountKey.isCorrection(event)) {
      long nanos = Math.max(0, event.getAmountNanos());
      accounts(event).forEach(account -> addedNanos.merge(account, nanos, Long::sum));
    }
  }

  /** The accounts that a cost event counts against, its tenant's group's among them. */
  List<AccountKey> accounts(CostEvent event) {
    List<AccountKey> accounts = new ArrayList<>(AccountKey.of(event));
    Optional.ofNullable(groupOf.get(event.getTenant())).ifPresent(accounts::add);
    return accounts;
  }

  /** What corrections have added to an account, nanos. */
  long addedNanos(AccountKey account) {
    return addedNanos.getOrDefault(account, 0L);
  }

  /** What the cost events of an account add up to, nanos. */
  long toldNanos(AccountKey account) {
    return of(told, account).moneyNanos();
  }

  private static <K> Sum of(Map<K, Sum> sums, K key) {
    return sums.computeIfAbsent(key, any -> new Sum());
  }

  /**
   * Looks at what is durable now.
   *
   * @param partitions what is in each
   */
  void check(Collection<Stored> partitions) {
    Map<AccountKey, Sum> spent = new HashMap<>();
    Map<String, Sum> reserved = new HashMap<>();
    Map<String, Sum> promised = new HashMap<>();
    told.keySet().stream().filter(account -> account.place() == 0).forEach(it -> of(spent, it));
    for (Stored stored : partitions) {
      stored.budgets.forEach(
          (key, account) -> {
            if (AccountKey.isOne(key)) {
              of(spent, AccountKey.parse(key)).add(account.getTotal());
              reserved(AccountKey.parse(key), account, reserved);
            }
          });
      stored.runs.forEach((run, record) -> of(reserved, run).add(record.getReserved()));
      promised(stored, promised);
    }
    checkSpent(spent);
    checkReserved(reserved, promised);
  }

  private static void reserved(AccountKey whose, BudgetRecord account, Map<String, Sum> reserved) {
    account
        .getWindows()
        .forEach(each -> of(reserved, whose + " " + each.getWindow()).add(each.getReserved()));
  }

  private void checkSpent(Map<AccountKey, Sum> spentOf) {
    spentOf.forEach(
        (account, spent) ->
            violations.check(
                spent.toldAs(of(told, account)),
                "the ledger is the sum of the cost events",
                () -> account + " spent " + spent + ", told " + of(told, account)));
  }

  /** By account and kind of window, and by run. */
  private static void promised(Stored stored, Map<String, Sum> promised) {
    stored.pendingCalls.forEach(
        (key, call) -> {
          RunRecord run = stored.runs.get(Stored.runOf(key));
          if (run != null) {
            promised(key, run, call, promised);
          }
        });
  }

  private static void promised(
      String key, RunRecord run, PendingCallRecord call, Map<String, Sum> promised) {
    held(run, call.getHold(), promised);
    of(promised, Stored.runOf(key)).add(call.getHold().getAmounts());
    StoredHedge hedge = call.getHedge();
    if (hedge != null) {
      held(run, hedge.getHold(), promised);
      of(promised, Stored.runOf(key)).add(hedge.getHold().getAmounts());
    }
  }

  private static void held(RunRecord run, StoredHold hold, Map<String, Sum> promised) {
    BudgetWindow[] kinds = BudgetWindow.values();
    for (int place = 0; place < AccountKey.PLACES; place++) {
      for (BudgetWindow kind : kinds) {
        if ((hold.getPlaces() & (1 << (place * kinds.length + kind.place()))) != 0) {
          String window = kind.name().toLowerCase(Locale.ROOT);
          of(promised, AccountKey.of(place, run, hold) + " " + window).add(hold.getAmounts());
        }
      }
    }
  }

  private void checkReserved(Map<String, Sum> reserved, Map<String, Sum> promised) {
    promised.keySet().forEach(whose -> of(reserved, whose));
    reserved.forEach(
        (whose, sum) -> {
          Sum held = of(promised, whose);
          violations.check(
              sum.isEqualTo(held),
              "what is reserved is what is promised",
              () -> whose + " reserved " + sum + ", promised " + held);
        });
  }
}
