// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.WindowLimits;
import java.util.ArrayList;
import java.util.List;

/** One of several partitions that spend from a pot: its stores, and who calls and waits in it. */
final class Partition implements Leases.Outlet {
  static final Pot POT = new Pot("group/all", BudgetWindow.DAY);
  static final int HOME = 0;

  /** What is sent, and to whom. */
  record Post(LeaseMessage message, int to) {}

  /** A call that waits, or is under way. */
  record Call(Amounts worst, Hold hold) {}

  record Waiter(Amounts worst, Lack lack) {}

  final Shop shop = new Shop("UTC");
  final List<Call> underWay = new ArrayList<>();
  final List<Waiter> waiting = new ArrayList<>();
  final List<Post> outbox = new ArrayList<>();
  int done;
  int refused;

  private final Scope scope;
  private final Leases desk;
  private long nowMs;

  Partition(int here, int partitions, BudgetLimits limits) {
    scope = new Scope(4, "group", POT.key(), WindowLimits.of(POT.window(), limits.nothing()), true);
    desk = new Leases(here, partitions, shop.ledger, new InMemoryBooks(), new OnePot(limits), this);
  }

  private record OnePot(BudgetLimits limits) implements Leases.Pots {
    @Override
    public int home(Pot pot) {
      return HOME;
    }

    @Override
    public BudgetLimits limits(Pot pot, long startMs) {
      return limits;
    }
  }

  /** A call leaves, waits, or is refused. */
  void call(Amounts worst, long atMs) {
    nowMs = atMs;
    attempt(worst, false);
    askForMore();
  }

  private void attempt(Amounts worst, boolean last) {
    Accounts.Answer answer = shop.ledger.reserve(List.of(scope), worst, nowMs);
    if (answer instanceof Hold hold) {
      underWay.add(new Call(worst, hold));
    } else if (last) {
      refused++;
    } else {
      waiting.add(new Waiter(worst, ((Lacking) answer).lacks().get(0)));
    }
  }

  private void askForMore() {
    if (!waiting.isEmpty()) {
      Lack first = waiting.get(0).lack;
      Amounts all = Amounts.NONE;
      for (Waiter waiter : waiting) {
        all = all.plus(waiter.lack.amounts());
      }
      desk.ask(first.pot(), first.startMs(), first.amounts(), all, nowMs);
    }
  }

  void end(int which, Amounts spent) {
    Call call = underWay.remove(which);
    shop.ledger.settle(place -> POT.key(), call.hold, spent);
    done++;
  }

  void hear(LeaseMessage message, long atMs) {
    nowMs = atMs;
    desk.hear(message, atMs);
    askForMore();
  }

  /** What is in memory is gone, and found again: each that waited tries once more. */
  void restart(long atMs) {
    nowMs = atMs;
    tryAgain(false);
    askForMore();
  }

  /** What it has of the window, and has spent and holds. */
  WindowBudget window() {
    return shop.window(scope, POT.window());
  }

  @Override
  public void answered(Pot pot, long startMs, boolean last) {
    tryAgain(last);
  }

  private void tryAgain(boolean last) {
    List<Waiter> again = List.copyOf(waiting);
    waiting.clear();
    again.forEach(waiter -> attempt(waiter.worst, last));
  }

  @Override
  public void send(LeaseMessage message, int to) {
    outbox.add(new Post(message, to));
  }
}
