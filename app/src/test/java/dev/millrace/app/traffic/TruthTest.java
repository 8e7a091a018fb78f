// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.estimate.Found;
import dev.millrace.estimate.Toll;
import dev.millrace.ledger.Amounts;
import dev.millrace.route.By;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.Usage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TruthTest {
  private final Truth.Reader reader = new Truth.Reader();

  @Test
  void whatARunCameToIsTheSumOfItsCosts() {
    reader.read(cost("run-1/1/0/1", "run-1", "model", 70));
    reader.read(cost("run-1/2/0/1", "run-1", "tool", 30));
    reader.read(cost("run-1/3/0/0", "run-1", "saved", 500));
    reader.read(cost("run-2/1/0/1", "run-2", "model", 9));
    reader.read(result("run-1", "completed", "answered"));

    assertThat(reader.truth().byRoute())
        .containsOnlyKeys("chat")
        .hasEntrySatisfying(
            "chat",
            tolls ->
                assertThat(tolls)
                    .containsExactly(new Toll(new Amounts(100, 24, 20, 4, 2, 1), 250)));
  }

  @Test
  void whatComesTwiceCountsOnce() {
    reader.read(cost("run-1/1/0/1", "run-1", "model", 70));
    reader.read(cost("run-1/1/0/1", "run-1", "model", 70));
    reader.read(result("run-1", "completed", "answered"));
    reader.read(result("run-1", "completed", "answered"));

    assertThat(reader.truth().byRoute().get("chat"))
        .singleElement()
        .extracting(toll -> toll.spent().moneyNanos())
        .isEqualTo(70L);
  }

  @Test
  void howRoutesWereFoundIsCountedOfAllThatFoundOne() {
    reader.read(found("run-1", "completed", "model"));
    reader.read(found("run-2", "incomplete", "model"));
    reader.read(found("run-3", "completed", "rule"));
    reader.read(found("run-4", "rejected", ""));

    assertThat(reader.truth().found())
        .isEqualTo(Map.of(new Found("chat", By.MODEL), 2L, new Found("chat", By.RULE), 1L));
  }

  private static Result found(String run, String status, String by) {
    Result result = result(run, status, "");
    result.setRoutedBy(by);
    return result;
  }

  @Test
  void whatIsNotComparableIsCountedApart() {
    reader.read(result("run-1", "completed", "cached"));
    reader.read(result("run-2", "incomplete", "cost"));
    reader.read(result("run-3", "failed", "timeout"));

    assertThat(reader.truth()).isEqualTo(new Truth(Map.of(), 1, 2, Map.of()));
  }

  private static CostEvent cost(String id, String run, String kind, long nanos) {
    CostEvent event = CostEvent.newBuilder().build();
    event.setEventId(id);
    event.setRunId(run);
    event.setKind(kind);
    event.setAmountNanos(nanos);
    if (!kind.equals("saved")) {
      event.setUsage(Usage.newBuilder().setInputTokens(10).setOutputTokens(2).build());
    }
    return event;
  }

  private static Result result(String run, String status, String reason) {
    Result result = Result.newBuilder().build();
    result.setRunId(run);
    result.setRoute("chat");
    result.setStatus(status);
    result.setReason(reason);
    result.setModelCalls(2);
    result.setToolCalls(1);
    result.setReceivedAtMs(1_000);
    result.setEndedAtMs(1_250);
    return result;
  }
}
