// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.app.console.Csv;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A report as comma-separated values: a head, and a line for each group. */
public final class ReportCsv {
  private ReportCsv() {}

  public static List<String> lines(Report report) {
    Set<String> causes = new LinkedHashSet<>(Savings.USUAL);
    causes.addAll(report.total().saved().keySet());
    List<String> lines = new ArrayList<>();
    lines.add(Csv.line(head(report.question(), causes)));
    report
        .groups()
        .forEach(
            (group, figures) ->
                lines.add(Csv.line(cells(report.question(), group, figures, causes))));
    return lines;
  }

  private static List<String> head(Question question, Set<String> causes) {
    List<String> head = new ArrayList<>();
    if (question.window() != Span.ALL) {
      head.add("starts_at");
    }
    question.by().forEach(dimension -> head.add(dimension.word()));
    head.add("currency");
    Measure.ALL.forEach(measure -> head.add(measure.name()));
    causes.forEach(cause -> head.add("saved_by_" + cause + "_nanos"));
    return head;
  }

  private static List<String> cells(
      Question question, Group group, Figures figures, Set<String> causes) {
    List<String> cells = new ArrayList<>();
    if (question.window() != Span.ALL) {
      cells.add(Instant.ofEpochMilli(group.startMs()).toString());
    }
    cells.addAll(group.names());
    cells.add(question.currency());
    for (Measure measure : Measure.ALL) {
      @Nullable Number value = measure.value().of(figures);
      cells.add(value == null ? "" : value.toString());
    }
    causes.forEach(cause -> cells.add(Long.toString(figures.savedNanos(cause))));
    return cells;
  }
}
