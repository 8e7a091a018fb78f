// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.run.RunId;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.serde.JsonSerde;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit says of histories that are wrong. */
class ChaosAuditTest {
  private static final String RUN = RunId.of("acme", "r1").value();
  private static final byte[] KEY = {1};

  private ChaosAudit audit;

  @BeforeEach
  void begin() throws IOException {
    Map<String, String> environment =
        Map.of("MODEL_URL", "http://127.0.0.1:1/v1", "TOOL_URL", "http://127.0.0.1:1");
    audit = new ChaosAudit(BenchPipeline.read(ChaosRound.PIPELINE, environment::get));
  }

  private void ask() {
    Request request = Request.newBuilder().setTenant("acme").setRequestId("r1").build();
    audit.read("chaos.requests", 0, KEY, JsonSerde.of(Request.class).write(request));
  }

  private void answer(String text) {
    Result result =
        Result.newBuilder()
            .setRunId(RUN)
            .setStatus("completed")
            .setReason("answered")
            .setAnswer(text)
            .build();
    audit.read("chaos.results", 0, KEY, JsonSerde.of(Result.class).write(result));
  }

  private void pay(String event) {
    CostEvent cost = CostEvent.newBuilder().setEventId(event).setTenant("acme").build();
    audit.read("chaos.costs", 0, KEY, JsonSerde.of(CostEvent.class).write(cost));
  }

  @Test
  void aRequestWithItsResultIsWell() {
    ask();
    answer("yes");

    ChaosVerdict verdict = audit.verdict();

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.endings()).isEqualTo(Map.of("completed.answered", 1));
  }

  @Test
  void aRequestWithoutAResultIsLost() {
    ask();

    ChaosVerdict verdict = audit.verdict();

    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.violations()).hasSize(1);
  }

  @Test
  void aSecondResultIsDoubled() {
    ask();
    answer("yes");
    answer("yes");

    ChaosVerdict verdict = audit.verdict();

    assertThat(verdict.doubled()).isEqualTo(1);
    assertThat(verdict.violations()).hasSize(1);
  }

  @Test
  void askedTwiceItMayBeAnsweredTwiceTheSame() {
    ask();
    answer("yes");
    ask();
    answer("yes");

    assertThat(audit.verdict().violations()).isEmpty();
  }

  @Test
  void askedTwiceItMayNotBeAnsweredDifferently() {
    ask();
    answer("yes");
    ask();
    answer("no");

    assertThat(audit.verdict().doubled()).isEqualTo(1);
  }

  @Test
  void aResultThatNobodyAskedForIsTooMuch() {
    answer("yes");

    assertThat(audit.verdict().doubled()).isEqualTo(1);
  }

  @Test
  void aCostEventThatComesAgainIsPaidTwice() {
    pay("run/1/0/1");
    pay("run/1/0/1");

    assertThat(audit.verdict().paidTwice()).isEqualTo(1);
  }
}
