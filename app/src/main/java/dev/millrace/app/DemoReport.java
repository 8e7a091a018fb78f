// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.app.console.Colour;
import dev.millrace.app.console.Format;
import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.Answered;
import dev.millrace.app.traffic.Summary;
import dev.millrace.schemas.CacheUse;
import dev.millrace.schemas.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a demo says of each request, and at its end. */
final class DemoReport {

  private static final int MOST_ROUTES = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Summary summary;
  private final long elapsedMs;
  private final int repeatedRequests;

  /**
   * A report.
   *
   * @param repeatedRequests how many came a second time, and were no second run
   */
  DemoReport(Summary summary, long elapsedMs, int repeatedRequests) {
    this.summary = summary;
    this.elapsedMs = elapsedMs;
    this.repeatedRequests = repeatedRequests;
  }

  static String json(Answered answered) {
    Result result = answered.result();
    ObjectNode line =
        JSON.createObjectNode()
            .put("request_id", result.getRequestId())
            .put("run_id", result.getRunId())
            .put("tenant", result.getTenant())
            .put("status", result.getStatus())
            .put("reason", result.getReason())
            .put("route", result.getRoute())
            .put("routed_by", result.getRoutedBy())
            .put("latency_ms", answered.latencyMs())
            .put("sequential_ms", result.getPhases().getSequentialMs())
            .put("cost_nanos", result.getCostNanos())
            .put("saved_nanos", result.getSavedNanos())
            .put("currency", result.getCurrency())
            .put("model_calls", result.getModelCalls())
            .put("tool_calls", result.getToolCalls())
            .put("answer", result.getAnswer());
    ArrayNode caches = line.putArray("caches");
    for (CacheUse use : result.getCaches()) {
      caches.addObject().put("cache", use.getCache()).put("outcome", use.getOutcome());
    }
    return line.toString();
  }

  /** The last line: what the demo adds up to. */
  String json() {
    Summary.Times times = summary.times();
    ObjectNode line =
        JSON.createObjectNode()
            .put("requests", summary.requests())
            .put("completed", summary.with("completed"))
            .put("incomplete", summary.with("incomplete"))
            .put("rejected", summary.with("rejected"))
            .put("failed", summary.with("failed"))
            .put("cost_nanos", summary.costNanos())
            .put("p50_ms", summary.latency().p50Ms())
            .put("p95_ms", summary.latency().p95Ms())
            .put("cache_hits", summary.cacheHits())
            .put("sequential_ms", times.sequentialMs())
            .put("elapsed_ms", elapsedMs)
            .put("cancelled", summary.with("cancelled"))
            .put("expired", summary.with("expired"))
            .put("p99_ms", summary.latency().p99Ms())
            .put("saved_nanos", summary.savedNanos())
            .put("currency", summary.currency())
            .put("repeated_requests", repeatedRequests);
    return line.toString();
  }

  List<String> lines(Terminal terminal) {
    Summary.Times times = summary.times();
    List<String> lines = new ArrayList<>();
    lines.add(label("outcomes") + outcomes(terminal));
    lines.add(
        label("latency")
            + "p50 %s, p95 %s, p99 %s"
                .formatted(
                    Format.duration(summary.latency().p50Ms()),
                    Format.duration(summary.latency().p95Ms()),
                    Format.duration(summary.latency().p99Ms())));
    lines.add(
        label("cost")
            + "%s; caches saved %s with %d hits"
                .formatted(
                    Format.money(summary.costNanos(), summary.currency()),
                    Format.money(summary.savedNanos(), summary.currency()),
                    summary.cacheHits()));
    lines.add(
        label("time")
            + "models %s, tools %s, routing %s, queued %s, own %s"
                .formatted(
                    Format.duration(times.modelsMs()),
                    Format.duration(times.toolsMs()),
                    Format.duration(times.classifyMs()),
                    Format.duration(times.queuedMs()),
                    Format.duration(times.ownMs())));
    lines.add(
        label("sequential")
            + "one call after the other would have taken %s; it took %s"
                .formatted(Format.duration(times.sequentialMs()), Format.duration(elapsedMs)));
    lines.add(label("top routes") + routes());
    if (repeatedRequests > 0) {
      lines.add(label("repeated") + repeatedRequests + " requests came twice and ran once");
    }
    return lines;
  }

  private String outcomes(Terminal terminal) {
    List<String> parts = new ArrayList<>();
    parts.add(summary.requests() + " requests");
    for (Map.Entry<String, Integer> status : new TreeMap<>(summary.byStatus()).entrySet()) {
      Colour colour = Colour.ofStatus(status.getKey());
      parts.add(terminal.paint(colour, status.getValue() + " " + status.getKey()));
    }
    return String.join(", ", parts);
  }

  private String routes() {
    List<String> parts = new ArrayList<>();
    summary
        .topRoutes(MOST_ROUTES)
        .forEach((route, count) -> parts.add((route.isEmpty() ? "none" : route) + " " + count));
    return String.join(", ", parts);
  }

  private static String label(String name) {
    return "%-12s".formatted(name);
  }
}
