// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One partition's part in pots: it asks for what is lacking here, and where it is the home of a pot
 * it grants. What the home wants itself goes by the same books, without a message.
 */
public final class Leases {
  private static final BudgetLimits NOTHING = Amounts.NONE.asLimits();

  private final int here;
  private final int partitions;
  private final Accounts accounts;
  private final Books books;
  private final Pots pots;
  private final Outlet outlet;
  private final Queue<LeaseMessage> toMyself = new ArrayDeque<>();

  public Leases(
      int here, int partitions, Accounts accounts, Books books, Pots pots, Outlet outlet) {
    this.here = here;
    this.partitions = partitions;
    this.accounts = accounts;
    this.books = books;
    this.pots = pots;
    this.outlet = outlet;
  }

  /** Where this partition keeps its leases, and what it has granted. */
  public interface Books {
    @Nullable Lease lease(Pot pot);

    void put(Pot pot, Lease lease);

    @Nullable Grants grants(Pot pot);

    void put(Pot pot, Grants grants);
  }

  /** What is known of pots. */
  public interface Pots {
    /** The partition that grants. */
    int home(Pot pot);

    /** What all partitions together may spend in a window; null if there is no such pot. */
    @Nullable BudgetLimits limits(Pot pot, long startMs);
  }

  /** Where it goes what is said. */
  public interface Outlet {
    void send(LeaseMessage message, int partition);

    /**
     * More of a window was granted here: who waited may try again.
     *
     * @param startMs of the window
     * @param last whether there is no more for those that it does not help
     */
    void answered(Pot pot, long startMs, boolean last);
  }

  /**
   * Asks for more, unless it is asked for already.
   *
   * @param least without which nobody who waits is helped
   * @param all that those who wait could use
   */
  public void ask(Pot pot, long startMs, Amounts least, Amounts all, long nowMs) {
    Lease lease = leaseOf(pot, startMs);
    if (lease.startMs() == startMs && !lease.waits()) {
      Lease asking = lease.asks(least, all, accounts.used(pot, startMs).spent());
      books.put(pot, asking);
      say(asking.told(pot));
      hearMyself(nowMs);
    }
  }

  /** Something was told to this partition. */
  public void hear(LeaseMessage message, long nowMs) {
    handle(message, nowMs);
    hearMyself(nowMs);
  }

  /** The limits of a pot were changed, of which this is the home. */
  public void limited(Pot pot, long nowMs) {
    Grants grants = books.grants(pot);
    if (grants != null) {
      go(pot, grants.limited(pot, limits(pot, grants.startMs()), partitions));
      hearMyself(nowMs);
    }
  }

  private void hearMyself(long nowMs) {
    for (LeaseMessage next = toMyself.poll(); next != null; next = toMyself.poll()) {
      handle(next, nowMs);
    }
  }

  private void say(LeaseMessage message) {
    int to = message.isForHome() ? pots.home(message.pot()) : message.share().holder();
    if (to == here) {
      toMyself.add(message);
    } else {
      outlet.send(message, to);
    }
  }

  private void handle(LeaseMessage message, long nowMs) {
    if (message.isForHome()) {
      hearAsHome(message, nowMs);
    } else {
      hearAsHolder(message);
    }
  }

  // The home's side.

  /** Of a window that a clock which is wrong has begun too early nothing is granted. */
  private void hearAsHome(LeaseMessage told, long nowMs) {
    if (told.startMs() > nowMs + Account.MOST_AHEAD_MS) {
      return;
    }
    Pot pot = told.pot();
    Grants grants = books.grants(pot);
    if (grants != null && grants.startMs() > told.startMs()) {
      say(moveOn(pot, grants.startMs(), told.share()));
      return;
    }
    if (grants == null || grants.startMs() < told.startMs()) {
      grants = begin(pot, grants, told.startMs());
    }
    BudgetLimits limits = limits(pot, told.startMs());
    go(pot, grants.hears(pot, told.share(), limits, partitions));
  }

  /** Who waits for more of a window that is over waits for nothing. */
  private Grants begin(Pot pot, @Nullable Grants before, long startMs) {
    if (before != null) {
      for (Share share : before.shares().values()) {
        if (share.waits()) {
          say(moveOn(pot, startMs, share));
        }
      }
    }
    return Grants.begins(startMs);
  }

  private static LeaseMessage moveOn(Pot pot, long startMs, Share told) {
    Share none = Share.none(told.holder());
    return new LeaseMessage(pot, startMs, LeaseMessage.Kind.GRANT, none);
  }

  private void go(Pot pot, Grants.Move move) {
    books.put(pot, move.next());
    move.messages().forEach(this::say);
  }

  private BudgetLimits limits(Pot pot, long startMs) {
    BudgetLimits limits = pots.limits(pot, startMs);
    return limits == null ? NOTHING : limits;
  }

  // The holder's side.

  private void hearAsHolder(LeaseMessage message) {
    Pot pot = message.pot();
    Share told = message.share();
    Lease before = leaseOf(pot, message.startMs());
    if (before.startMs() > message.startMs()) {
      if (message.kind() == LeaseMessage.Kind.RECALL) {
        say(before.told(pot)); // The home may not know yet that the window is over.
      }
      return;
    }
    boolean isLast =
        message.kind() == LeaseMessage.Kind.LAST && before.answers(message.kind(), told);
    Lease lease = before.hears(message.kind(), told);
    boolean isRecall = message.kind() == LeaseMessage.Kind.RECALL && lease.isRecalledBy(told);
    if (isRecall) {
      lease = lease.returns(accounts.used(pot, lease.startMs()), told.recalled());
    }
    books.put(pot, lease);
    accounts.allot(pot, lease.startMs(), lease.allotment());
    if (isRecall) {
      say(lease.told(pot));
    } else if (message.kind() != LeaseMessage.Kind.RECALL) {
      outlet.answered(pot, lease.startMs(), isLast);
    }
  }

  /** The lease of this window, or of a later one. */
  private Lease leaseOf(Pot pot, long startMs) {
    Lease lease = books.lease(pot);
    if (lease != null && lease.startMs() >= startMs) {
      return lease;
    }
    accounts.allot(pot, startMs, Amounts.NONE);
    return Lease.begins(startMs, here);
  }
}
