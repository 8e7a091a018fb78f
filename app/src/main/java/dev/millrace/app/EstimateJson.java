// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.app.traffic.Truth;
import dev.millrace.estimate.Demand;
import dev.millrace.estimate.Measure;
import dev.millrace.estimate.RouteEstimate;
import dev.millrace.estimate.Sharing;
import dev.millrace.estimate.SideBySide;
import dev.millrace.estimate.Spread;
import dev.millrace.ledger.Limit;
import java.util.Map;

/** An estimate for programs, with money in nanos. */
record EstimateJson(EstimateReport report) {
  private static final ObjectMapper JSON = new ObjectMapper();

  ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("currency", report.currency());
    ArrayNode routes = root.putArray("routes");
    report.routes().forEach(route -> put(routes.addObject(), route));
    ArrayNode budgets = root.putArray("budgets");
    report.demands().forEach(demand -> put(budgets.addObject(), demand));
    if (report.perDay() != null) {
      root.put("requests_per_day", report.perDay());
    }
    put(root.putObject("left_out"), report.estimate().leftOut());
    ObjectNode shared = root.putObject("shared").put("by", by(report.estimate().sharing()));
    put(shared.putObject("requests"), report.estimate().sharing().byRoute());
    ObjectNode assumed = root.putObject("assumed");
    report.assumptions().values().forEach((each, value) -> assumed.put(each.word(), value));
    root.put("caches_counted", false);
    Truth truth = report.truth();
    if (truth != null) {
      root.putObject("not_compared")
          .put("cached", truth.cached())
          .put("unfinished", truth.unfinished());
    }
    return root;
  }

  private static String by(Sharing sharing) {
    return sharing.asSeen() ? "results" : "evenly";
  }

  private void put(ObjectNode node, SideBySide both) {
    RouteEstimate route = both.estimate();
    node.put("route", route.route()).put("requests", report.given() ? route.requests().size() : 0);
    node.put("likely_trimmed", route.likelyTrimmed());
    put(node.putObject("likely_unfinished"), route.likelyUnfinished());
    for (Measure measure : Measure.values()) {
      ObjectNode one = node.putObject(measure.word());
      if (measure.hasBounds()) {
        one.put("least", route.least(measure)).put("most", route.most(measure));
      }
      put(one.putObject("likely"), route.likely(measure));
      if (report.truth() != null) {
        put(one.putObject("truth"), both.truth(measure));
        one.put("ratio", both.ratio(measure));
        one.put("below_least", both.below(measure)).put("above_most", both.above(measure));
      }
    }
  }

  private void put(ObjectNode node, Demand demand) {
    node.put("tenant", demand.whose().tenant())
        .put("scope", demand.whose().kind().word())
        .put("name", demand.whose().name())
        .put("window", demand.window().word())
        .put("of", demand.of() == Limit.MONEY ? "money_nanos" : demand.of().key())
        .put("limit", demand.limit());
    ObjectNode runs = node.putObject("runs");
    demand
        .byRoute()
        .forEach(
            (route, draw) ->
                runs.putObject(route)
                    .put("likely", draw.likelyRuns(demand.limit()))
                    .put("surely", draw.surelyRuns(demand.limit())));
    Long perDay = report.perDay();
    if (perDay != null) {
      Demand.Course course = demand.at(perDay);
      node.put("requests", course.requests())
          .put("likely", course.likely())
          .put("used_up_after_ms", course.lasts() ? null : Long.valueOf(course.usedUpAfterMs()));
    }
  }

  private static void put(ObjectNode node, Map<String, Long> counts) {
    counts.forEach(node::put);
  }

  private static void put(ObjectNode node, Spread spread) {
    node.put("count", spread.count())
        .put("mean", spread.mean())
        .put("p50", spread.p50())
        .put("p95", spread.p95());
  }
}
