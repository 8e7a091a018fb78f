// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.Leases;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Scope;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Budgets;
import dev.millrace.schemas.stored.StoredWindow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The partitions beside the first, as far as they spend from the same budgets. */
final class Neighbours {
  private static final String TENANT = "acme";
  private static final String GROUP = AccountKey.ofGroup("all").toString();
  private static final String SHARDS = AccountKey.ofTenant(TENANT).ofShards();
  private static final int OF_GROUP = 4;
  private static final int OF_SHARDS = 5;

  private final Dice dice;
  private final Timeline timeline;
  private final Post post;
  private final Money money;
  private final Violations violations;
  private final Homes homes;
  private final Budgets budgets;
  private final Map<Integer, Neighbour> all = new LinkedHashMap<>();

  Neighbours(
      Dice dice,
      Timeline timeline,
      Setting setting,
      Homes homes,
      Post post,
      Money money,
      Violations violations) {
    this.dice = dice;
    this.timeline = timeline;
    this.post = post;
    this.money = money;
    this.violations = violations;
    this.budgets = setting.pipeline().budgets();
    this.homes = homes;
    for (int partition = 1; partition < setting.partitions(); partition++) {
      all.put(partition, neighbour(partition, setting.partitions()));
    }
  }

  private Neighbour neighbour(int here, int partitions) {
    return new Neighbour(
        here, partitions, new Homed(), timeline::wallMs, message -> post.send(here, message));
  }

  private final class Homed implements Leases.Pots {
    @Override
    public int home(Pot pot) {
      return homes.of(pot.key());
    }

    @Override
    public @Nullable BudgetLimits limits(Pot pot, long startMs) {
      return AccountKey.parse(pot.key()).limits(budgets).in(pot.window());
    }
  }

  /** Plans what they do by themselves. */
  void plan() {
    for (Neighbour each : all.values()) {
      for (int calls = dice.below(20); calls > 0; calls--) {
        Amounts worst =
            new Amounts(dice.between(0, 20) * 1_000_000, 0, 0, 0, 0, dice.between(0, 1));
        List<Scope> scopes = scopes();
        timeline.after(dice.between(0, 60_000), () -> each.call(scopes, worst));
        timeline.after(dice.between(0, 120_000), () -> each.end(dice.oneIn(3)));
      }
    }
  }

  /** Of the tenant that is split, or of another one of its group. */
  private List<Scope> scopes() {
    Scope group = lease(OF_GROUP, "group", GROUP);
    return budgets.ofTenant(TENANT).isSplit() && dice.oneIn(2)
        ? List.of(lease(OF_SHARDS, "tenant", SHARDS), group)
        : List.of(group);
  }

  private Scope lease(int place, String name, String key) {
    return new Scope(place, name, key, AccountKey.parse(key).limits(budgets).nothing(), true);
  }

  /** One of them is told something. */
  void hear(LeaseMessage message, int here) {
    Objects.requireNonNull(all.get(here)).hear(message);
  }

  /** All of them together spend and hold no more than is allowed in all. */
  void check(Stored stored) {
    stored.budgets.forEach(
        (key, account) -> {
          if (AccountKey.isOne(key) && AccountKey.isLease(key)) {
            account.getWindows().forEach(window -> check(key, window));
          }
        });
  }

  /** What a correction adds was spent already, so it is no excess. */
  private void check(String key, StoredWindow window) {
    BudgetWindow kind = BudgetWindow.valueOf(window.getWindow().toUpperCase(Locale.ROOT));
    AccountKey whose = AccountKey.parse(key);
    BudgetLimits most = whose.limits(budgets).in(kind);
    if (most == null) {
      return;
    }
    Pot pot = new Pot(key, kind);
    BudgetLimits added = new BudgetLimits(money.addedNanos(whose), null, null, null);
    Sum taken = new Sum().add(window.getSpent()).add(window.getReserved());
    all.values().forEach(each -> taken.add(each.used(pot, window.getStartMs())));
    violations.check(
        taken.isWithin(most.plus(added)),
        "no budget is exceeded, in however many partitions",
        () -> key + " " + kind + " has " + taken + " of " + most);
  }
}
