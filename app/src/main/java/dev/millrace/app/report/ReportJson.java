// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A report as one JSON object, whose names stay. */
public final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  public static ObjectNode of(Report report) {
    Question question = report.question();
    ObjectNode root = JSON.createObjectNode();
    ArrayNode by = root.putArray("by");
    question.by().forEach(dimension -> by.add(dimension.word()));
    root.put("window", question.window().name().toLowerCase(Locale.ROOT))
        .put("zone", question.zone().getId())
        .put("currency", question.currency());
    root.put("from_ms", question.fromMs() == 0 ? null : question.fromMs());
    root.put("to_ms", question.toMs() == Long.MAX_VALUE ? null : question.toMs());
    ArrayNode rows = root.putArray("rows");
    report.groups().forEach((group, figures) -> put(rows.addObject(), question, group, figures));
    put(root.putObject("total"), report.total());
    root.putObject("feedback")
        .put("requests", report.opinions().requests())
        .put("requests_without_run", report.opinions().unjoined())
        .put("refused", report.opinions().refused());
    root.putObject("left_out")
        .put("repeated_results", report.repeated())
        .put("in_other_currency", report.inOtherCurrency())
        .put("unreadable", report.unreadable());
    return root;
  }

  private static void put(ObjectNode row, Question question, Group group, Figures figures) {
    if (question.window() != Span.ALL) {
      row.put("starts_at_ms", group.startMs());
    }
    for (int i = 0; i < question.by().size(); i++) {
      row.put(question.by().get(i).word(), group.names().get(i));
    }
    put(row, figures);
  }

  private static void put(ObjectNode row, Figures figures) {
    Measure.ALL.forEach(measure -> row.putPOJO(measure.name(), measure.value().of(figures)));
    ObjectNode saved = row.putObject("saved_nanos_by_cause");
    Savings.USUAL.forEach(cause -> saved.put(cause, figures.savedNanos(cause)));
    figures.saved().forEach(saved::put);
  }
}
