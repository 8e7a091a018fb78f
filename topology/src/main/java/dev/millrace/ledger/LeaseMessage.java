// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import java.util.Map;

/**
 * What a holder and the home of a pot tell each other.
 *
 * @param startMs of the window that it is about, epoch milliseconds
 * @param share as whoever speaks knows it
 * @param unused to the home of a provider's account: what is given back of earlier slices, by when
 *     they began; else nothing
 */
public record LeaseMessage(
    Pot pot, long startMs, Kind kind, Share share, Map<Long, Amounts> unused) {

  public LeaseMessage {
    unused = Map.copyOf(unused);
  }

  /** One that gives nothing back. */
  public LeaseMessage(Pot pot, long startMs, Kind kind, Share share) {
    this(pot, startMs, kind, share, Map.of());
  }

  /** What is meant by it. */
  public enum Kind {
    /** To the home: so it stands here, and I may lack something. */
    TELL,
    /** To the holder: here is more. */
    GRANT,
    /** To the holder: here is what was left, and there is no more for those who wait. */
    LAST,
    /** To the holder: others are short; return what you do not use. */
    RECALL
  }

  public boolean isForHome() {
    return kind == Kind.TELL;
  }
}
