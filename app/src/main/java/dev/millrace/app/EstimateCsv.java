// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Csv;
import dev.millrace.estimate.Measure;
import dev.millrace.estimate.RouteEstimate;
import dev.millrace.estimate.SideBySide;
import dev.millrace.estimate.Spread;
import java.util.ArrayList;
import java.util.List;

/** An estimate as comma-separated values: a head, and a line for each measure of each route. */
record EstimateCsv(EstimateReport report) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(Csv.line(head()));
    for (SideBySide route : report.routes()) {
      for (Measure measure : Measure.values()) {
        lines.add(Csv.line(cells(route, measure)));
      }
    }
    return lines;
  }

  private List<String> head() {
    List<String> head =
        new ArrayList<>(
            List.of(
                "route",
                "requests",
                "of",
                "currency",
                "least",
                "likely_mean",
                "likely_p50",
                "likely_p95",
                "most"));
    if (report.truth() != null) {
      head.addAll(List.of("runs", "mean", "p50", "p95", "ratio", "below_least", "above_most"));
    }
    return head;
  }

  private List<String> cells(SideBySide both, Measure of) {
    RouteEstimate route = both.estimate();
    List<String> cells = new ArrayList<>();
    cells.add(route.route());
    cells.add(report.given() ? Integer.toString(route.requests().size()) : "0");
    cells.add(of.word());
    cells.add(of == Measure.COST_NANOS ? report.currency() : "");
    cells.add(of.hasBounds() ? Long.toString(route.least(of)) : "");
    addTo(cells, route.likely(of));
    cells.add(of.hasBounds() ? Long.toString(route.most(of)) : "");
    if (report.truth() != null) {
      Double ratio = both.ratio(of);
      cells.add(Integer.toString(both.truth(of).count()));
      addTo(cells, both.truth(of));
      cells.add(ratio == null ? "" : ratio.toString());
      cells.add(Long.toString(both.below(of)));
      cells.add(Long.toString(both.above(of)));
    }
    return cells;
  }

  private static void addTo(List<String> cells, Spread spread) {
    cells.add(Long.toString(spread.mean()));
    cells.add(Long.toString(spread.p50()));
    cells.add(Long.toString(spread.p95()));
  }
}
