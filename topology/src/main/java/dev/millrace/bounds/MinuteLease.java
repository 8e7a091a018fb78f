// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import dev.millrace.ledger.Amounts;

/** What an instance was granted of a slice of a minute, and what it used of it. */
final class MinuteLease {
  private final long startMs;
  private final long endsAtMs;
  private Amounts granted = Amounts.NONE;
  private Amounts used = Amounts.NONE;
  private Amounts returned = Amounts.NONE;

  /**
   * One of which nothing is granted yet.
   *
   * @param startMs what the slice is known by, epoch milliseconds
   * @param endsAtMs when nothing of it may be used any more, by the clock of the instance
   */
  MinuteLease(long startMs, long endsAtMs) {
    this.startMs = startMs;
    this.endsAtMs = endsAtMs;
  }

  /** Requests and tokens, as shares of accounts have them. */
  static Amounts amounts(long requests, long tokens) {
    return new Amounts(0, tokens, 0, 0, requests, 0);
  }

  long startMs() {
    return startMs;
  }

  long endsAtMs() {
    return endsAtMs;
  }

  void grant(Amounts more) {
    granted = granted.plus(more);
  }

  /** What may still be used. */
  Amounts left() {
    return granted.beyond(used);
  }

  Amounts used() {
    return used;
  }

  void use(Amounts more) {
    used = used.plus(more);
  }

  /** It was less. */
  void unuse(Amounts less) {
    used = used.beyond(less);
  }

  /** What is not used, and was not given back before: it is given back now. */
  Amounts giveBack() {
    Amounts back = granted.beyond(used.plus(returned));
    returned = returned.plus(back);
    return back;
  }
}
