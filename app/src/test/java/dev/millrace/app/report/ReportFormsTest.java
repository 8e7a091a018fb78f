// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same report as a table, as CSV and as JSON. */
class ReportFormsTest {
  private final Report report = ReportTest.report(Span.MONTH, Dimension.TENANT, Dimension.MODEL);

  @BeforeEach
  void fill() {
    report.take(ReportTest.said("r-1", true, 0.75, 1), 1);
    report.take(ReportTest.said("r-7", true, null, 1), 1);
    report.take(ReportTest.result("acme", "r-1", "incomplete", "cost"));
    report.take(ReportTest.result("a \"b\", c", "r-2", "rejected", "cost"));
    report.take(ReportTest.cost("acme", "model", 1_234_567));
    report.take(ReportTest.cost("acme", "correction", -234_567));
    report.take(ReportTest.saved("acme", "tool_cache", 9));
  }

  @Test
  void peopleReadATable() {
    assertThat(ReportTable.lines(report))
        .containsExactly(
            "month    tenant    model  runs  completed  successes  exhausted    spent USD  per"
                + " success        saved",
            "2026-11  a \"b\", c  -         1          0          0    100.0 %  0.000000000        "
                + "    -  0.000000000",
            "2026-11  acme      -         1          0          1    100.0 %  0.001000000 "
                + " 0.001000000  0.000000009",
            "all                          2          0          1    100.0 %  0.001000000 "
                + " 0.001000000  0.000000009",
            "",
            "success by feedback of 1 of 2 runs; of the others by the status completed",
            "mean score 0.750000, of 1 runs",
            "exhausted: ended by a limit, or not begun because of one",
            "spent, as the ledger has it: 0.001000000 USD",
            "  of it corrections: -0.000234567 USD, 1 of them",
            "saved: 0.000000009 USD",
            "  by tool cache: 0.000000009 USD",
            "a run counts for each model that answered in it, and for - if none did; so do"
                + " successes",
            "requests with feedback and without a run in this time: 1");
  }

  @Test
  void programsReadCsv() {
    assertThat(ReportCsv.lines(report))
        .containsExactly(
            "starts_at,tenant,model,currency,runs,completed,successes,runs_with_feedback,"
                + "runs_scored,mean_score,exhausted,exhaustion_rate,spent_nanos,nanos_per_success,"
                + "corrections,corrected_nanos,unknown_outcomes,unknown_outcome_nanos,saved_nanos,"
                + "saved_by_result_cache_nanos,saved_by_tool_cache_nanos,saved_by_prompt_cache_nanos",
            "2026-11-01T00:00:00Z,\"a \"\"b\"\", c\",,USD,1,0,0,0,0,,1,1.000000,0,,0,0,0,0,0,0,0,0",
            "2026-11-01T00:00:00Z,acme,,USD,1,0,1,1,1,0.750000,1,1.000000,1000000,1000000,1,"
                + "-234567,0,0,9,0,9,0");
  }

  @Test
  void orOneJsonObject() throws IOException {
    JsonNode json = new ObjectMapper().readTree(ReportJson.of(report).toString());

    assertThat(json.at("/rows/1/tenant").asText()).isEqualTo("acme");
    assertThat(json.at("/rows/1/spent_nanos").asLong()).isEqualTo(1_000_000);
    assertThat(json.at("/rows/0/nanos_per_success").isNull()).isTrue();
    assertThat(json.at("/rows/0/starts_at_ms").asLong()).isEqualTo(1_793_491_200_000L);
    assertThat(json.at("/total/exhaustion_rate").decimalValue()).isEqualByComparingTo("1");
    assertThat(json.at("/total/saved_nanos_by_cause/tool_cache").asLong()).isEqualTo(9);
    assertThat(json.at("/feedback/requests_without_run").asLong()).isEqualTo(1);
    assertThat(json.at("/from_ms").isNull()).isTrue();
    assertThat(json.at("/currency").asText()).isEqualTo("USD");
  }

  @Test
  void ofNothingItSaysSo() {
    Report empty = ReportTest.report(Span.ALL, Dimension.TENANT);

    assertThat(ReportTable.lines(empty)).hasSize(1).first().asString().contains("Nothing");
    assertThat(ReportCsv.lines(empty)).hasSize(1);
    assertThat(ReportJson.of(empty).path("rows")).isEmpty();
  }
}
