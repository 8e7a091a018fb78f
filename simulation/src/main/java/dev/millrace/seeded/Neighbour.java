// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.InMemoryBooks;
import dev.millrace.ledger.InMemoryShelf;
import dev.millrace.ledger.Lack;
import dev.millrace.ledger.Lacking;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.Leases;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Scope;
import dev.millrace.ledger.Windows;
import dev.millrace.pipeline.WindowLimits;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Another partition of the application, with calls of its own that count against the same budget.
 * It decides by the same rules, without processors and stores, and never dies.
 */
final class Neighbour implements Leases.Outlet {
  private static final int OF_GROUP = 4;

  private final Pot pot;
  private final Scope scope;
  private final LongSupplier wallMs;
  private final BiConsumer<LeaseMessage, Integer> post;
  private final dev.millrace.ledger.Accounts accounts;
  private final Leases desk;
  private final List<Hold> underWay = new ArrayList<>();
  private final List<Waiter> waiting = new ArrayList<>();

  private record Waiter(Amounts worst, List<Lack> lacks) {}

  /**
   * @param group what all partitions may spend
   * @param post takes what it sends, and to which partition
   */
  Neighbour(
      int here,
      int partitions,
      Pot pot,
      WindowLimits group,
      Leases.Pots pots,
      LongSupplier wallMs,
      BiConsumer<LeaseMessage, Integer> post) {
    this.pot = pot;
    this.scope = new Scope(OF_GROUP, "group", pot.key(), group.nothing(), true);
    this.wallMs = wallMs;
    this.post = post;
    this.accounts =
        new dev.millrace.ledger.Accounts(new Windows(ZoneOffset.UTC), new InMemoryShelf());
    this.desk = new Leases(here, partitions, accounts, new InMemoryBooks(), pots, this);
  }

  /** A call leaves, or waits. */
  void call(Amounts worst) {
    reserve(worst, false);
    askForMore();
  }

  private void reserve(Amounts worst, boolean last) {
    dev.millrace.ledger.Accounts.Answer answer =
        accounts.reserve(List.of(scope), worst, wallMs.getAsLong());
    if (answer instanceof Hold hold) {
      underWay.add(hold);
    } else if (!last) {
      waiting.add(new Waiter(worst, ((Lacking) answer).lacks()));
    }
  }

  private void askForMore() {
    for (Waiter waiter : List.copyOf(waiting)) {
      for (Lack lack : waiter.lacks) {
        desk.ask(lack.pot(), lack.startMs(), lack.amounts(), lack.amounts(), wallMs.getAsLong());
      }
    }
  }

  /** The call that is under way for longest ends. */
  void end(boolean costsNothing) {
    if (!underWay.isEmpty()) {
      Hold hold = underWay.remove(0);
      accounts.settle(
          place -> hold.leasedFrom(), hold, costsNothing ? Amounts.NONE : hold.amounts());
    }
  }

  void hear(LeaseMessage message) {
    desk.hear(message, wallMs.getAsLong());
    askForMore();
  }

  /** What it has spent and holds in a window. */
  Budget used(long startMs) {
    return accounts.used(pot, startMs);
  }

  @Override
  public void answered(Pot of, boolean last) {
    List<Waiter> again = List.copyOf(waiting);
    waiting.clear();
    again.forEach(waiter -> reserve(waiter.worst, last));
  }

  @Override
  public void send(LeaseMessage message, int partition) {
    post.accept(message, partition);
  }
}
