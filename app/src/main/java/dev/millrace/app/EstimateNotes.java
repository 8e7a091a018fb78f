// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.traffic.Truth;
import dev.millrace.estimate.RouteEstimate;
import dev.millrace.estimate.Sharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What must be known to read an estimate, for people. */
record EstimateNotes(EstimateReport report) {
  private static final String NOT_COUNTED =
      "Caches are not counted, neither Millrace's nor providers': they make it less.";

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Money is in " + report.currency() + ". " + NOT_COUNTED);
    lines.add("Assumed, not measured: " + assumed() + ".");
    report
        .estimate()
        .leftOut()
        .forEach(
            (why, count) -> lines.add("Left out: %d of the requests; %s.".formatted(count, why)));
    lines.addAll(shared(report.estimate().sharing()));
    if (report.perDay() != null) {
      lines.add(pace(report.perDay()));
    }
    report.estimate().routes().forEach(route -> lines.addAll(trimmed(route)));
    report.estimate().routes().forEach(route -> lines.addAll(unfinished(route)));
    if (report.truth() != null) {
      lines.addAll(notCompared(report.truth()));
    }
    return lines;
  }

  private String assumed() {
    return report.assumptions().values().entrySet().stream()
        .map(each -> each.getKey().word() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private static List<String> shared(Sharing sharing) {
    if (sharing.requests() == 0) {
      return List.of();
    }
    String routes =
        sharing.byRoute().entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    return List.of(
        "Shared %s: %d of the requests, which only examples or a model can place; %s."
            .formatted(
                sharing.asSeen() ? "as results were" : "evenly, for nothing tells how",
                sharing.requests(),
                routes));
  }

  private String pace(long perDay) {
    return "At %d requests a day, %s, evenly spread; a burst uses a window up sooner."
        .formatted(perDay, report.given() ? "like these" : "as many on each route");
  }

  private static List<String> trimmed(RouteEstimate route) {
    return route.likelyTrimmed() == 0
        ? List.of()
        : List.of(
            "Of %s %d of %d will likely have calls made smaller, to fit a budget."
                .formatted(route.route(), route.likelyTrimmed(), route.requests().size()));
  }

  private static List<String> unfinished(RouteEstimate route) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Long> each : route.likelyUnfinished().entrySet()) {
      lines.add(
          "Of %s %d of %d will likely not complete; %s"
              .formatted(route.route(), each.getValue(), route.requests().size(), each.getKey()));
    }
    return lines;
  }

  private List<String> notCompared(Truth truth) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Not compared: %d results from the result cache, and %d that are not completed."
            .formatted(truth.cached(), truth.unfinished()));
    truth
        .byRoute()
        .forEach(
            (route, tolls) -> {
              if (report.estimate().routes().stream().noneMatch(it -> it.route().equals(route))) {
                lines.add("Not estimated: %d results of %s.".formatted(tolls.size(), route));
              }
            });
    return lines;
  }
}
