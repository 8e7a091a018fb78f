// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Format;
import dev.millrace.app.console.Table;
import dev.millrace.app.console.Table.Column;
import dev.millrace.estimate.Measure;
import dev.millrace.estimate.RouteEstimate;
import dev.millrace.estimate.SideBySide;
import dev.millrace.estimate.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An estimate for people: a row for each measure of each route that is not nothing. */
record EstimateTable(EstimateReport report) {

  List<String> lines() {
    Table table = new Table(columns());
    for (SideBySide route : report.routes()) {
      for (Measure measure : Measure.values()) {
        if (saysSomething(route, measure)) {
          table.add(cells(route, measure));
        }
      }
    }
    return table.lines();
  }

  private static boolean saysSomething(SideBySide route, Measure of) {
    return route.estimate().most(of) != 0
        || route.estimate().likely(of).max() != 0
        || route.truth(of).max() != 0;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("route"));
    columns.add(Column.text("of a request"));
    columns.add(Column.number("least"));
    columns.add(Column.number("likely"));
    if (report.given()) {
      columns.add(Column.number("p50"));
      columns.add(Column.number("p95"));
    }
    columns.add(Column.number("most"));
    if (report.truth() != null) {
      columns.add(Column.number("runs"));
      columns.add(Column.number("mean"));
      columns.add(Column.number("p50"));
      columns.add(Column.number("p95"));
      columns.add(Column.number("ratio"));
      columns.add(Column.text("outside"));
    }
    return columns;
  }

  private List<String> cells(SideBySide both, Measure of) {
    RouteEstimate route = both.estimate();
    Spread likely = route.likely(of);
    List<String> cells = new ArrayList<>();
    cells.add(route.route());
    cells.add(label(of));
    cells.add(of.hasBounds() ? text(of, route.least(of)) : "");
    cells.add(text(of, likely.mean()));
    if (report.given()) {
      cells.add(text(of, likely.p50()));
      cells.add(text(of, likely.p95()));
    }
    cells.add(of.hasBounds() ? text(of, route.most(of)) : "");
    if (report.truth() != null) {
      cells.addAll(truth(both, of));
    }
    return cells;
  }

  private static List<String> truth(SideBySide both, Measure of) {
    Spread truth = both.truth(of);
    if (truth.count() == 0) {
      return List.of("0", "", "", "", "", "");
    }
    Double ratio = both.ratio(of);
    return List.of(
        Integer.toString(truth.count()),
        text(of, truth.mean()),
        text(of, truth.p50()),
        text(of, truth.p95()),
        ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio),
        outside(both.below(of), both.above(of)));
  }

  private static String outside(long below, long above) {
    List<String> parts = new ArrayList<>();
    if (below > 0) {
      parts.add(below + " below");
    }
    if (above > 0) {
      parts.add(above + " above");
    }
    return String.join(", ", parts);
  }

  private static String label(Measure of) {
    return switch (of) {
      case COST_NANOS -> "cost";
      case LATENCY_MS -> "latency";
      default -> of.word().replace('_', ' ');
    };
  }

  private static String text(Measure of, long value) {
    return switch (of) {
      case COST_NANOS -> Format.money(value, "");
      case LATENCY_MS -> Format.duration(value);
      default -> Long.toString(value);
    };
  }
}
