// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.app.console.Format;
import dev.millrace.app.traffic.Comparison;
import dev.millrace.app.traffic.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** What a replay says at its end: the original beside the replay, and the difference. */
final class ReplayReport {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One measure: its name, its value in a summary, and how people read it. */
  private record Measure(
      String field, String label, ToLongFunction<Summary> value, boolean isTime, boolean isMoney) {

    static Measure count(String field, ToLongFunction<Summary> value) {
      return new Measure(field, field.replace('_', ' '), value, false, false);
    }

    static Measure time(String field, String label, ToLongFunction<Summary> value) {
      return new Measure(field, label, value, true, false);
    }

    LongFunction<String> format(String currency) {
      if (isMoney) {
        return nanos -> Format.money(nanos, currency);
      }
      return isTime ? Format::duration : Long::toString;
    }
  }

  private static final List<Measure> MEASURES =
      List.of(
          Measure.count("requests", Summary::requests),
          Measure.count("completed", summary -> summary.with("completed")),
          Measure.count("incomplete", summary -> summary.with("incomplete")),
          Measure.count("rejected", summary -> summary.with("rejected")),
          Measure.count("failed", summary -> summary.with("failed")),
          Measure.count("cancelled", summary -> summary.with("cancelled")),
          Measure.count("expired", summary -> summary.with("expired")),
          new Measure("cost_nanos", "cost", Summary::costNanos, false, true),
          Measure.count("cache_hits", Summary::cacheHits),
          Measure.time("p50_ms", "p50", summary -> summary.latency().p50Ms()),
          Measure.time("p95_ms", "p95", summary -> summary.latency().p95Ms()),
          Measure.time("p99_ms", "p99", summary -> summary.latency().p99Ms()));

  private ReplayReport() {}

  static List<String> lines(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    if (!comparison.hasOriginals()) {
      lines.add("No original results were found; this is the replay alone.");
      for (Measure measure : MEASURES) {
        Summary all = comparison.all();
        lines.add(
            "%-12s %16s"
                .formatted(
                    measure.label(),
                    measure.format(all.currency()).apply(measure.value().applyAsLong(all))));
      }
      return lines;
    }
    lines.add("%-12s %16s %16s %16s".formatted("", "original", "replay", "difference"));
    MEASURES.forEach(measure -> lines.add(line(measure, comparison)));
    lines.add(
        "same status %d, same route %d, same answer %d, of %d"
            .formatted(
                comparison.sameStatus(),
                comparison.sameRoute(),
                comparison.sameAnswer(),
                comparison.original().requests()));
    int without = comparison.all().requests() - comparison.original().requests();
    if (without > 0) {
      lines.add("%d requests had no original result and are left out.".formatted(without));
    }
    return lines;
  }

  private static String line(Measure measure, Comparison comparison) {
    long before = measure.value().applyAsLong(comparison.original());
    long after = measure.value().applyAsLong(comparison.again());
    LongFunction<String> format = measure.format(comparison.again().currency());
    String sign = after > before ? "+" : "";
    return "%-12s %16s %16s %16s"
        .formatted(
            measure.label(),
            format.apply(before),
            format.apply(after),
            after == before ? "" : sign + format.apply(after - before));
  }

  static ObjectNode json(Comparison comparison, long elapsedMs) {
    ObjectNode root = fields(comparison.all());
    root.put("currency", comparison.all().currency());
    root.put("elapsed_ms", elapsedMs);
    if (comparison.hasOriginals()) {
      ObjectNode compared = root.putObject("compared");
      compared.put("requests", comparison.original().requests());
      compared.put("same_status", comparison.sameStatus());
      compared.put("same_route", comparison.sameRoute());
      compared.put("same_answer", comparison.sameAnswer());
      compared.set("original", fields(comparison.original()));
      compared.set("replay", fields(comparison.again()));
    }
    return root;
  }

  private static ObjectNode fields(Summary summary) {
    ObjectNode node = JSON.createObjectNode();
    MEASURES.forEach(measure -> node.put(measure.field(), measure.value().applyAsLong(summary)));
    return node;
  }
}
