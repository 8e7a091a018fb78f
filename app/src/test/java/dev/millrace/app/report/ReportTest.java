// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.run.RunId;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Feedback;
import dev.millrace.schemas.Result;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
  private static final long NOON_MS = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

  private final Report report = report(Span.ALL, Dimension.TENANT);

  @Test
  void addsUpRunsAndWhatTheyCostLineByLine() {
    report.take(result("acme", "r-1", "completed", "answered"));
    report.take(result("acme", "r-2", "incomplete", "cost"));
    report.take(result("other", "r-1", "completed", "answered"));
    report.take(cost("acme", "model", 7));
    report.take(cost("acme", "tool", 4));
    report.take(cost("other", "model", 1));

    Figures acme = figures("acme");
    assertThat(acme.runs()).isEqualTo(2);
    assertThat(acme.completed()).isEqualTo(1);
    assertThat(acme.exhaustionRate()).isEqualByComparingTo("0.5");
    assertThat(acme.spentNanos()).isEqualTo(11);
    assertThat(figures("other").spentNanos()).isEqualTo(1);
    assertThat(report.total().runs()).isEqualTo(3);
    assertThat(report.total().spentNanos()).isEqualTo(12);
  }

  @Test
  void feedbackSaysWhatASuccessIsAndElseTheStatus() {
    report.take(said("r-1", false, null, 1), 1);
    report.take(said("r-2", true, null, 1), 1);
    for (String id : List.of("r-1", "r-3")) {
      report.take(result("acme", id, "completed", "answered"));
    }
    report.take(result("acme", "r-2", "incomplete", "tokens"));
    report.take(result("acme", "r-4", "failed", "timeout"));
    report.take(cost("acme", "model", 9));

    assertThat(figures("acme").successes()).isEqualTo(2);
    assertThat(figures("acme").judged()).isEqualTo(2);
    assertThat(figures("acme").nanosPerSuccess()).as("4.5, half up").isEqualTo(5);
  }

  @Test
  void withoutASuccessNothingWasPaidForOne() {
    report.take(result("acme", "r-1", "failed", "timeout"));
    report.take(cost("acme", "model", 9));

    assertThat(figures("acme").nanosPerSuccess()).isNull();
  }

  @Test
  void theLatestFeedbackCountsWhateverComesFirst() {
    report.take(said("r-1", true, null, 20), 20);
    report.take(said("r-1", false, 0.5, 10), 10);
    report.take(said("r-1", null, 0.25, 30), 30);
    report.take(said("r-2", true, null, 0), 50);
    report.take(said("r-2", false, null, 0), 50);
    report.take(result("acme", "r-1", "failed", "timeout"));
    report.take(result("acme", "r-2", "completed", "answered"));

    assertThat(figures("acme").successes()).as("r-1 by its later word, r-2 not").isEqualTo(1);
    assertThat(figures("acme").meanScore()).isEqualByComparingTo("0.25");
  }

  @Test
  void feedbackThatCannotBeJoinedOrReadIsCounted() {
    report.take(said("r-1", true, null, 1), 1);
    report.take(said("r-9", true, null, 1), 1);
    report.take(said("r-9", false, null, 2), 2);
    report.take(said("r-2", null, 7.0, 1), 1);
    report.take(result("acme", "r-1", "completed", "answered"));

    assertThat(report.opinions().unjoined()).isEqualTo(1);
    assertThat(report.opinions().refused()).isEqualTo(1);
    assertThat(report.opinions().requests()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "incomplete, cost, 1",
    "incomplete, steps, 1",
    "incomplete, deadline, 1",
    "rejected, model_calls, 1",
    "incomplete, length, 0",
    "rejected, unknown_route, 0",
    "expired, deadline, 0",
    "failed, tokens, 0"
  })
  void isExhaustedWhereALimitEndedItOrKeptItFromBeginning(String status, String reason, long is) {
    report.take(result("acme", "r-1", status, reason));

    assertThat(figures("acme").exhausted()).isEqualTo(is);
  }

  @Test
  void aRunCountsForEachModelThatAnsweredAndOnceInAll() {
    Report byModel = report(Span.ALL, Dimension.ROUTE, Dimension.MODEL);
    Result result = result("acme", "r-1", "completed", "answered");
    result.setModels(List.of("small", "large", "small"));
    byModel.take(result);
    byModel.take(result("acme", "r-2", "completed", "answered"));
    CostEvent tool = cost("acme", "tool", 3);
    tool.setModel("order");
    byModel.take(tool);
    CostEvent model = cost("acme", "model", 5);
    model.setModel("small");
    byModel.take(model);

    assertThat(byModel.groups().keySet())
        .extracting(Group::names)
        .containsExactly(List.of("help", ""), List.of("help", "large"), List.of("help", "small"));
    assertThat(byModel.groups().values()).extracting(Figures::runs).containsExactly(1L, 1L, 1L);
    assertThat(byModel.groups().values())
        .extracting(Figures::spentNanos)
        .containsExactly(3L, 0L, 5L);
    assertThat(byModel.total().runs()).isEqualTo(2);
  }

  @Test
  void tellsClassesApart() {
    Report byClass = report(Span.ALL, Dimension.CLASS);
    Result result = result("acme", "r-1", "completed", "answered");
    result.setWorkloadClass("background");
    byClass.take(result);
    CostEvent event = cost("acme", "model", 5);
    event.setWorkloadClass("background");
    byClass.take(event);

    assertThat(byClass.groups())
        .hasEntrySatisfying(
            new Group(0, List.of("background")),
            figures -> assertThat(figures.nanosPerSuccess()).isEqualTo(5));
  }

  @Test
  void whatWasSavedCorrectedOrIsUnknownStandsApart() {
    report.take(cost("acme", "model", 100));
    report.take(cost("acme", "correction", -30));
    CostEvent unknown = cost("acme", "model", 20);
    unknown.setOutcomeUnknown(true);
    report.take(unknown);
    report.take(saved("result_cache", 50));
    report.take(saved("tool_cache", 8));
    report.take(saved("prompt_cache", 3));
    report.take(saved("prompt_cache", -1));

    Figures acme = figures("acme");
    assertThat(acme.spentNanos()).isEqualTo(90);
    assertThat(acme.corrections()).isEqualTo(1);
    assertThat(acme.correctionNanos()).isEqualTo(-30);
    assertThat(acme.unknownNanos()).isEqualTo(20);
    assertThat(acme.savedNanos()).isEqualTo(60);
    assertThat(acme.savedNanos("result_cache")).isEqualTo(50);
    assertThat(acme.savedNanos("tool_cache")).isEqualTo(8);
    assertThat(acme.savedNanos("prompt_cache")).as("writing costs more").isEqualTo(2);
  }

  @Test
  void windowsBeginByTheClockOfTheZone() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Report daily =
        new Report(new Question(List.of(), Span.DAY, berlin, "USD", NOON_MS, Long.MAX_VALUE));
    daily.take(costAt("2026-11-20T11:59:59Z", 1));
    daily.take(costAt("2026-11-20T22:59:59Z", 2));
    daily.take(costAt("2026-11-20T23:00:00Z", 4));

    assertThat(daily.groups().keySet())
        .extracting(group -> Span.DAY.name(group.startMs(), berlin))
        .containsExactly("2026-11-20", "2026-11-21");
    assertThat(daily.groups().values()).extracting(Figures::spentNanos).containsExactly(2L, 4L);
  }

  @Test
  void aResultThatComesAgainCountsOnce() {
    Result result = result("acme", "r-1", "completed", "answered");
    report.take(result);
    report.take(result);
    Result later = Result.newBuilder(result).setEndedAtMs(NOON_MS + 1).build();
    report.take(later);
    Result refused = Result.newBuilder(result).setRunId("").setStatus("rejected").build();
    report.take(refused);
    report.take(refused);

    assertThat(report.repeated()).isEqualTo(1);
    assertThat(figures("acme").runs()).isEqualTo(4);
  }

  @Test
  void tellsThousandsOfRunsApart() {
    SeenRuns seen = new SeenRuns();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5_000; i++) {
        assertThat(seen.add(result("acme", "r-" + i, "completed", ""))).isEqualTo(round == 0);
      }
    }
  }

  @Test
  void amountsInAnotherCurrencyAreLeftOutAndCounted() {
    CostEvent euros = cost("acme", "model", 5);
    euros.setCurrency("EUR");
    report.take(euros);

    assertThat(report.inOtherCurrency()).isEqualTo(1);
    assertThat(report.groups()).isEmpty();
  }

  @Test
  void refusesMoreLinesThanItMayKeep() {
    Report byUser = report(Span.ALL, Dimension.USER);
    CostEvent event = cost("acme", "model", 1);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= Report.MOST_GROUPS; i++) {
                event.setUser("u-" + i);
                byUser.take(event);
              }
            })
        .isInstanceOf(ReportTooLargeException.class)
        .hasMessageContaining("more than 100000 lines");
  }

  @Test
  void refusesToReadMoreThanALongHolds() {
    report.take(cost("acme", "model", Long.MAX_VALUE));

    assertThatThrownBy(() -> report.take(cost("acme", "model", 1)))
        .isInstanceOf(ArithmeticException.class);
  }

  private Figures figures(String tenant) {
    return Objects.requireNonNull(report.groups().get(new Group(0, List.of(tenant))));
  }

  static Report report(Span span, Dimension... by) {
    return new Report(new Question(List.of(by), span, ZoneOffset.UTC, "USD", 0, Long.MAX_VALUE));
  }

  static Result result(String tenant, String id, String status, String reason) {
    return Result.newBuilder()
        .setTenant(tenant)
        .setRequestId(id)
        .setRunId(RunId.of(tenant, id).value())
        .setRoute("help")
        .setStatus(status)
        .setReason(reason)
        .setEndedAtMs(NOON_MS)
        .build();
  }

  static CostEvent cost(String tenant, String kind, long nanos) {
    return CostEvent.newBuilder()
        .setTenant(tenant)
        .setRoute("help")
        .setKind(kind)
        .setAmountNanos(nanos)
        .setCurrency("USD")
        .setAtMs(NOON_MS)
        .build();
  }

  static CostEvent saved(String cause, long nanos) {
    CostEvent event = cost("acme", "saved", nanos);
    event.setCause(cause);
    event.setModel(cause.equals("result_cache") ? "" : "order");
    return event;
  }

  private static CostEvent costAt(String at, long nanos) {
    CostEvent event = cost("acme", "model", nanos);
    event.setAtMs(Instant.parse(at).toEpochMilli());
    return event;
  }

  static Feedback said(String id, @Nullable Boolean success, @Nullable Double score, long atMs) {
    return Feedback.newBuilder()
        .setTenant("acme")
        .setRequestId(id)
        .setSuccess(success)
        .setScore(score)
        .setAtMs(atMs)
        .build();
  }
}
