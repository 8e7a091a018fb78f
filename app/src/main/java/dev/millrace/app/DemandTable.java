// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Format;
import dev.millrace.app.console.Table;
import dev.millrace.app.console.Table.Column;
import dev.millrace.estimate.Demand;
import java.util.ArrayList;
import java.util.List;

/** What an estimate's requests take of budgets, for people. */
record DemandTable(EstimateReport report) {
  private static final int MOST_ROWS = 40;

  private static final List<Column> OF_A_BUDGET =
      List.of(
          Column.text("tenant"),
          Column.text("scope"),
          Column.text("window"),
          Column.text("of"),
          Column.number("limit"));

  /** How many runs of each route a window pays for; nothing if no budget is limited. */
  List<String> runs() {
    List<List<String>> rows = new ArrayList<>();
    for (Demand demand : report.demands()) {
      demand
          .byRoute()
          .forEach(
              (route, draw) ->
                  rows.add(
                      with(
                          demand,
                          route,
                          Long.toString(draw.likelyRuns(demand.limit())),
                          Long.toString(draw.surelyRuns(demand.limit())))));
    }
    return lines(
        rows, Column.text("pays for runs of"), Column.number("likely"), Column.number("surely"));
  }

  /** What becomes of each window; nothing if nobody said how many requests come. */
  List<String> courses() {
    List<List<String>> rows = new ArrayList<>();
    Long perDay = report.perDay();
    if (perDay != null) {
      for (Demand demand : report.demands()) {
        Demand.Course course = demand.at(perDay);
        rows.add(
            with(
                demand,
                Long.toString(course.requests()),
                BudgetReport.amount(demand.of(), course.likely()),
                course.lasts() ? "lasts" : Format.span(course.usedUpAfterMs())));
      }
    }
    return lines(
        rows, Column.number("requests"), Column.number("take"), Column.text("used up after"));
  }

  private static List<String> with(Demand demand, String... more) {
    List<String> cells = new ArrayList<>();
    cells.add(BudgetReport.tenant(demand.whose()));
    cells.add(BudgetReport.scope(demand.whose()));
    cells.add(demand.window().word());
    cells.add(demand.of().key());
    cells.add(BudgetReport.amount(demand.of(), demand.limit()));
    cells.addAll(List.of(more));
    return cells;
  }

  private static List<String> lines(List<List<String>> rows, Column... more) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Column> columns = new ArrayList<>(OF_A_BUDGET);
    columns.addAll(List.of(more));
    Table table = new Table(columns);
    rows.stream().limit(MOST_ROWS).forEach(table::add);
    List<String> lines = new ArrayList<>(table.lines());
    if (rows.size() > MOST_ROWS) {
      lines.add("and %d more, in --format json".formatted(rows.size() - MOST_ROWS));
    }
    return lines;
  }
}
