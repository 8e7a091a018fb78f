// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.util.ArrayList;
import java.util.List;

/** What the topics say after a case. */
record ContentionVerdict(ContentionCase of, ContentionTally tally, ChaosVerdict audit) {

  /** Of all windows that were begun meanwhile; that is one, but where one ends in the middle. */
  private long capNanos() {
    return of.capNanos() * tally.windows();
  }

  /** By what was spent in the end, or at any time before, what was only reserved included. */
  long overspentNanos() {
    long spentNanos = Math.max(tally.spentNanos(), tally.ledgerNanos());
    return Math.max(Math.max(0, spentNanos - capNanos()), audit.overspentNanos());
  }

  /** What was broken, in words; empty if nothing was. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    if (overspentNanos() > 0) {
      broken.add("%s: overspent by %d nanos".formatted(of.name(), overspentNanos()));
    }
    if (tally.calls() < of.leastCalls()) {
      broken.add("%s: %d calls done, not %d".formatted(of.name(), tally.calls(), of.leastCalls()));
    }
    if (tally.spentNanos() != tally.ledgerNanos()) {
      broken.add(
          "%s: the cost events say %d nanos, the ledger %d"
              .formatted(of.name(), tally.spentNanos(), tally.ledgerNanos()));
    }
    audit.violations().forEach(each -> broken.add(of.name() + ": " + each));
    return broken;
  }

  Figures figures() {
    return Figures.none()
        .with("name", of.name())
        .with("runs", audit.requests())
        .with("cap_nanos", capNanos())
        .with("spent_nanos", tally.spentNanos())
        .with("ledger_nanos", tally.ledgerNanos())
        .with("partitions", tally.partitions())
        .with("overspent_nanos", overspentNanos())
        .with("calls_done", tally.calls())
        .with("calls_hidden", tally.hidden())
        .with("runs_completed", audit.endings().getOrDefault("completed.answered", 0))
        .with("lost", audit.lost())
        .with("violations", audit.violations().size());
  }
}
