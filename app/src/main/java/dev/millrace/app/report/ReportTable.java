// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.app.console.Format;
import dev.millrace.app.console.Table;
import dev.millrace.app.console.Table.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for people: a line for each group, their sum, and what stands behind it. */
public final class ReportTable {
  private static final int MOST_NAME = 30;
  private static final String NONE = "-";

  private final Report report;
  private final Question question;

  private ReportTable(Report report) {
    this.report = report;
    this.question = report.question();
  }

  public static List<String> lines(Report report) {
    if (report.groups().isEmpty()) {
      return List.of("Nothing was answered and nothing was paid in this time.");
    }
    ReportTable table = new ReportTable(report);
    List<String> lines = new ArrayList<>(table.rows());
    lines.add("");
    lines.addAll(ReportNotes.of(report));
    return lines;
  }

  private List<String> rows() {
    Table table = new Table(columns());
    report.groups().forEach((group, figures) -> table.add(cells(names(group), figures)));
    if (report.groups().size() > 1) {
      table.add(cells(all(), report.total()));
    }
    return table.lines();
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    if (question.window() != Span.ALL) {
      columns.add(Column.text(question.window().name().toLowerCase(Locale.ROOT)));
    }
    question.by().forEach(dimension -> columns.add(Column.text(dimension.word())));
    columns.add(Column.number("runs"));
    columns.add(Column.number("completed"));
    columns.add(Column.number("successes"));
    columns.add(Column.number("exhausted"));
    columns.add(Column.number("spent " + question.currency()));
    columns.add(Column.number("per success"));
    columns.add(Column.number("saved"));
    return columns;
  }

  private List<String> names(Group group) {
    List<String> names = new ArrayList<>();
    if (question.window() != Span.ALL) {
      names.add(question.window().name(group.startMs(), question.zone()));
    }
    group
        .names()
        .forEach(name -> names.add(name.isEmpty() ? NONE : Format.oneLine(name, MOST_NAME)));
    return names;
  }

  private List<String> all() {
    List<String> names = new ArrayList<>(List.of("all"));
    int more = question.by().size() - (question.window() == Span.ALL ? 1 : 0);
    for (int i = 0; i < more; i++) {
      names.add("");
    }
    return names;
  }

  private static List<String> cells(List<String> names, Figures figures) {
    List<String> cells = new ArrayList<>(names);
    cells.add(Long.toString(figures.runs()));
    cells.add(Long.toString(figures.completed()));
    cells.add(Long.toString(figures.successes()));
    cells.add(percent(figures.exhaustionRate()));
    cells.add(Format.exactMoney(figures.spentNanos()));
    Long perSuccess = figures.nanosPerSuccess();
    cells.add(perSuccess == null ? NONE : Format.exactMoney(perSuccess));
    cells.add(Format.exactMoney(figures.savedNanos()));
    return cells;
  }

  private static String percent(@Nullable BigDecimal rate) {
    return rate == null ? NONE : String.format(Locale.ROOT, "%.1f %%", rate.movePointRight(2));
  }
}
