// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.LeaseMessage.Kind;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Share;
import dev.millrace.pipeline.BudgetLimits;

/** What other partitions say to the one that a test looks at, about budgets of calls of tools. */
final class Fellow {
  /** One that asks for a part. */
  static final int HOLDER = 2;

  private Fellow() {}

  static BudgetLimits calls(long toolCalls) {
    return new BudgetLimits(null, null, null, toolCalls);
  }

  static Amounts amounts(long toolCalls) {
    return new Amounts(0, 0, 0, 0, 0, toolCalls);
  }

  /** What the home says to this partition. */
  static LeaseMessage grant(Kind kind, LeaseMessage told, long inAll) {
    Share to = told.share();
    Share granted =
        new Share(
            to.holder(),
            to.number(),
            amounts(inAll),
            to.returned(),
            to.spent(),
            Amounts.NONE,
            Amounts.NONE,
            0,
            0,
            0);
    return new LeaseMessage(told.pot(), told.startMs(), kind, granted);
  }

  /** What another holder says to the home. */
  static LeaseMessage tells(Pot pot, long startMs, long number, Amounts lacks, Amounts returned) {
    Share share =
        new Share(
            HOLDER, number, Amounts.NONE, returned, Amounts.NONE, lacks, lacks, number, 0, number);
    return new LeaseMessage(pot, startMs, Kind.TELL, share);
  }
}
