// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

/**
 * A partition's lease of a window of a pot, as it keeps it itself. The holder is the partition and
 * not an instance: what dies with an instance is found again with the partition's stores.
 *
 * @param startMs of the window, epoch milliseconds. With the window the lease is over
 */
public record Lease(long startMs, Share share) {

  public static Lease begins(long startMs, int holder) {
    return new Lease(startMs, Share.none(holder));
  }

  /** What may be spent here in this window. */
  public Amounts allotment() {
    return share.allotment();
  }

  /** Whether it has asked for more and has no answer yet. */
  public boolean waits() {
    return share.waits();
  }

  /**
   * Asks for more.
   *
   * @param spent in this window so far
   */
  public Lease asks(Amounts lacks, Amounts wants, Amounts spent) {
    Share told = share.tells(share.returned(), spent, share.heeded());
    return new Lease(startMs, told.waitsSince(told.number(), lacks, wants));
  }

  /** The home has told something. What was told before, or is older, changes nothing. */
  public Lease hears(LeaseMessage.Kind kind, Share told) {
    Share next = share.granted(told.granted().atLeast(share.granted()));
    return new Lease(startMs, answers(kind, told) ? next.served() : next);
  }

  /** Whether this is the answer to what was asked last. */
  public boolean answers(LeaseMessage.Kind kind, Share told) {
    return waits() && kind != LeaseMessage.Kind.RECALL && told.number() >= share.turn();
  }

  /** Whether this is a call to return that was not answered yet. */
  public boolean isRecalledBy(Share told) {
    return told.recalled() > share.heeded();
  }

  /** Returns what is not used. Who waits here lacks that too from now on. */
  public Lease returns(Budget used, long call) {
    Amounts unused = allotment().beyond(used.spent().plus(used.reserved()));
    Share told = share.tells(share.returned().plus(unused), used.spent(), call);
    return new Lease(
        startMs,
        told.waits()
            ? told.waitsSince(told.turn(), told.lacks().plus(unused), told.wants().plus(unused))
            : told);
  }

  /** What it has to say to the home. */
  public LeaseMessage told(Pot pot) {
    return new LeaseMessage(pot, startMs, LeaseMessage.Kind.TELL, share);
  }
}
