// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.ledger.Amounts;

/** What a run takes of money and of time, until it ends. */
public record Toll(Amounts spent, long tookMs) {

  /** The less of both, kind by kind. */
  Toll atMost(Toll other) {
    return new Toll(spent.atMost(other.spent), Math.min(tookMs, other.tookMs));
  }

  /** The more of both, kind by kind. */
  Toll atLeast(Toll other) {
    return new Toll(spent.atLeast(other.spent), Math.max(tookMs, other.tookMs));
  }
}
