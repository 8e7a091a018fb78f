// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.app.console.Format;
import java.util.ArrayList;
import java.util.List;

/** What stands behind the figures of a report, in lines for people. */
final class ReportNotes {
  private final List<String> lines = new ArrayList<>();
  private final Report report;
  private final Figures total;

  private ReportNotes(Report report) {
    this.report = report;
    this.total = report.total();
  }

  static List<String> of(Report report) {
    ReportNotes notes = new ReportNotes(report);
    notes.success();
    notes.money();
    notes.models();
    notes.leftOut();
    return notes.lines;
  }

  private void success() {
    lines.add(
        "success by feedback of %d of %d runs; of the others by the status completed"
            .formatted(total.judged(), total.runs()));
    if (total.scored() > 0) {
      lines.add("mean score %s, of %d runs".formatted(total.meanScore(), total.scored()));
    }
    lines.add("exhausted: ended by a limit, or not begun because of one");
  }

  private void money() {
    lines.add("spent, as the ledger has it: " + money(total.spentNanos()));
    if (total.corrections() > 0) {
      lines.add(
          "  of it corrections: %s, %d of them"
              .formatted(money(total.correctionNanos()), total.corrections()));
    }
    if (total.unknowns() > 0) {
      lines.add(
          "  of it for attempts whose outcome nobody knows: %s, %d of them"
              .formatted(money(total.unknownNanos()), total.unknowns()));
    }
    lines.add("saved: " + money(total.savedNanos()));
    total
        .saved()
        .forEach((cause, nanos) -> lines.add("  by %s: %s".formatted(words(cause), money(nanos))));
  }

  private static String words(String cause) {
    return cause.replace('_', ' ');
  }

  private String money(long nanos) {
    return Format.exactMoney(nanos) + " " + report.question().currency();
  }

  private void models() {
    if (report.question().by().contains(Dimension.MODEL)) {
      lines.add(
          "a run counts for each model that answered in it, and for - if none did; so do"
              + " successes");
    }
  }

  private void leftOut() {
    note(report.opinions().unjoined(), "requests with feedback and without a run in this time");
    note(report.opinions().refused(), "records of feedback that make no sense");
    note(report.repeated(), "results that came again, for repeated requests, and count once");
    note(report.inOtherCurrency(), "cost events in another currency, left out");
    note(report.unreadable(), "records that could not be read");
  }

  private void note(long count, String what) {
    if (count > 0) {
      lines.add(what + ": " + count);
    }
  }
}
