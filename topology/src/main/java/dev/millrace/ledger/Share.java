// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

/**
 * What one partition has of a window of a pot; as it knows itself, or as the pot's home knows.
 * Whatever is granted, returned and spent is told as a total since the window began. Totals only
 * grow: so what is told twice, late or out of order can do no harm, and nobody ever counts on more
 * than was granted.
 *
 * @param holder the partition
 * @param number of the latest thing that it told the home
 * @param lacks the least that helps it; nothing if it does not wait
 * @param wants what all that wait there could use
 * @param turn since when it waits: by its own numbers, or by the home's if the home knows it; 0 if
 *     it does not
 * @param recalled the number of the latest call of the home to return what it does not use
 * @param heeded the latest of these calls that it has followed
 */
public record Share(
    int holder,
    long number,
    Amounts granted,
    Amounts returned,
    Amounts spent,
    Amounts lacks,
    Amounts wants,
    long turn,
    long recalled,
    long heeded) {

  static Share none(int holder) {
    return new Share(
        holder, 0, Amounts.NONE, Amounts.NONE, Amounts.NONE, Amounts.NONE, Amounts.NONE, 0, 0, 0);
  }

  /** One that asks, and had nothing before as far as it knows. */
  public static Share asks(int holder, long number, Amounts lacks, Amounts wants) {
    return new Share(
        holder, number, Amounts.NONE, Amounts.NONE, Amounts.NONE, lacks, wants, number, 0, 0);
  }

  /** What may be spent of it in all. */
  Amounts allotment() {
    return granted.minus(returned);
  }

  /** What is gone from the pot for it: more was spent than granted if more was billed than held. */
  Amounts taken() {
    return allotment().atLeast(spent);
  }

  boolean waits() {
    return turn > 0;
  }

  Share granted(Amounts total) {
    return new Share(holder, number, total, returned, spent, lacks, wants, turn, recalled, heeded);
  }

  /** Waits no longer. */
  Share served() {
    return waitsSince(0, Amounts.NONE, Amounts.NONE);
  }

  Share waitsSince(long since, Amounts least, Amounts most) {
    return new Share(
        holder, number, granted, returned, spent, least, most, since, recalled, heeded);
  }

  Share recalled(long call) {
    return new Share(holder, number, granted, returned, spent, lacks, wants, turn, call, heeded);
  }

  /** The next that it tells the home. */
  Share tells(Amounts allReturned, Amounts allSpent, long heeds) {
    return new Share(
        holder, number + 1, granted, allReturned, allSpent, lacks, wants, turn, recalled, heeds);
  }
}
