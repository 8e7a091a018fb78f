// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.ledger.Exhausted;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Another partition of the application, with calls of its own that count against the same budgets.
 * It decides by the same rules, without processors and stores, and never dies.
 */
final class Neighbour implements Leases.Outlet {
  private final LongSupplier wallMs;
  private final Consumer<LeaseMessage> post;
  private final dev.millrace.ledger.Accounts accounts;
  private final Leases desk;
  private final List<Call> underWay = new ArrayList<>();
  private final List<Waiter> waiting = new ArrayList<>();

  private record Call(List<Scope> scopes, Hold hold) {
    private String key(int place) {
      return scopes.stream().filter(each -> each.place() == place).findFirst().orElseThrow().key();
    }
  }

  private record Waiter(List<Scope> scopes, Amounts worst, List<Lack> lacks) {}

  /**
   * @param post takes what it sends
   */
  Neighbour(
      int here,
      int partitions,
      Leases.Pots pots,
      LongSupplier wallMs,
      Consumer<LeaseMessage> post) {
    this.wallMs = wallMs;
    this.post = post;
    this.accounts =
        new dev.millrace.ledger.Accounts(new Windows(ZoneOffset.UTC), new InMemoryShelf());
    this.desk = new Leases(here, partitions, accounts, new InMemoryBooks(), pots, this);
  }

  /** A call leaves, or waits. */
  void call(List<Scope> scopes, Amounts worst) {
    reserve(scopes, worst, Exhausted.NONE);
    askForMore();
  }

  private void reserve(List<Scope> scopes, Amounts worst, Exhausted exhausted) {
    dev.millrace.ledger.Accounts.Answer answer =
        accounts.reserve(scopes, worst, wallMs.getAsLong());
    if (answer instanceof Hold hold) {
      underWay.add(new Call(scopes, hold));
    } else if (answer instanceof Lacking lacking && !exhausted.isOneOf(lacking.lacks())) {
      waiting.add(new Waiter(scopes, worst, lacking.lacks()));
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
      Call call = underWay.remove(0);
      accounts.settle(call::key, call.hold, costsNothing ? Amounts.NONE : call.hold.amounts());
    }
  }

  void hear(LeaseMessage message) {
    desk.hear(message, wallMs.getAsLong());
    askForMore();
  }

  /** What it has spent and holds in a window of a pot. */
  Budget used(Pot pot, long startMs) {
    return accounts.used(pot, startMs);
  }

  @Override
  public void answered(Pot of, long startMs, boolean last) {
    List<Waiter> again = List.copyOf(waiting);
    waiting.clear();
    Exhausted exhausted = last ? Exhausted.NONE.plus(of, startMs) : Exhausted.NONE;
    again.forEach(waiter -> reserve(waiter.scopes, waiter.worst, exhausted));
  }

  @Override
  public void send(LeaseMessage message, int partition) {
    post.accept(message);
  }
}
