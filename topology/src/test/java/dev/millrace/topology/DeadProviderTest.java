// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.modelOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.BreakerSettings;
import dev.millrace.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One provider is dead, and serves {@code small}; the other serves {@code large}. */
class DeadProviderTest {
  private static final BreakerSettings BREAKER = BreakerSettings.DEFAULT;
  private static final int OPENS_AT = BREAKER.atLeast();
  private static final Duration PATIENCE = Duration.ofSeconds(29); // just below a route's deadline

  @TempDir Path state;
  private PipelineTester pipeline;
  private int requested;

  @BeforeEach
  void start() {
    pipeline =
        PipelineTester.withBreakers(
            Pipelines.shop()
                .servedBy("small", "dead")
                .plan("either", "{{calls.a.text}}", model("a", "Say it."))
                .plan("large", "{{calls.a.text}}", modelOf("large", "a", "Say it.")),
            state);
  }

  @AfterEach
  void everyRunLeavesNothingBehind() {
    pipeline.assertNothingIsLeftBehind();
    pipeline.close();
  }

  @Test
  void attemptsAtItEndWithTheBreakerAndTheRunsGoElsewhere() {
    request(OPENS_AT, "either");
    leave("small", OPENS_AT).forEach(call -> fail(call, FailureKind.CONNECTION));
    letRetriesBeDue(); // and go elsewhere
    answer(leave("large", OPENS_AT));

    request(30, "either");
    answer(leave("large", 30));

    assertThat(takeResults(OPENS_AT + 30))
        .allSatisfy(result -> assertThat(result.getModels()).containsExactly("large"));
    assertThat(sentTo("small")).isEqualTo(OPENS_AT);
    assertThat(pipeline.costs()).hasSize(OPENS_AT + 30);
  }

  @Test
  void whoDoesNotNeedItNoticesNothing() {
    kill();

    request(40, "large");
    answer(leave("large", 40));

    assertThat(takeResults(40)).extracting(Result::getStatus).containsOnly("completed");
    assertThat(sentTo("large")).isEqualTo(40 + OPENS_AT);
  }

  @Test
  void oneCallInEachOpenTimeLooksWhetherItIsBackAndThenAllGoThereAgain() {
    kill();
    for (int probe = 1; probe <= 3; probe++) {
      pipeline.pass(BREAKER.open());
      request(20, "either");
      List<OutboundCall.ToModel> left =
          pipeline.transport.takeAll().stream().map(DeadProviderTest::toModel).toList();
      assertThat(left).filteredOn(call -> call.model().equals("small")).hasSize(1);
      left.forEach(
          call -> {
            if (call.model().equals("small")) {
              fail(call, FailureKind.TIMEOUT);
            } else {
              pipeline.transport.answer(call, "It.");
            }
          });
      letRetriesBeDue();
      answer(leave("large", 1));
      assertThat(takeResults(20)).extracting(Result::getStatus).containsOnly("completed");
    }
    assertThat(sentTo("small")).isEqualTo(OPENS_AT + 3);

    pipeline.pass(BREAKER.open());
    request(1, "either");
    answer(leave("small", 1));
    request(20, "either");
    answer(leave("small", 20));

    assertThat(takeResults(21))
        .allSatisfy(result -> assertThat(result.getModels()).containsExactly("small"));
  }

  @Test
  void withNowhereElseToGoARunWaitsForTheProbeAndIsAnswered() {
    request(OPENS_AT, "large");
    leave("large", OPENS_AT).forEach(call -> fail(call, FailureKind.SERVER_ERROR));
    letRetriesBeDue();
    // Each had one attempt left, and that was refused.
    assertThat(takeResults(OPENS_AT))
        .allSatisfy(result -> assertThat(result.getReason()).isEqualTo("circuit_open"));

    request(1, "large");
    pipeline.transport.assertNothingLeft();
    pipeline.assertNoResult();
    pipeline.pass(BREAKER.open().plusMillis(100));
    answer(leave("large", 1));

    assertThat(takeResults(1)).extracting(Result::getStatus).containsOnly("completed");
    assertThat(pipeline.costs()).hasSize(1);
    pipeline.pass(PATIENCE);
    pipeline.transport.assertNothingLeft();
  }

  private void kill() {
    request(OPENS_AT, "either");
    leave("small", OPENS_AT).forEach(call -> fail(call, FailureKind.CONNECTION));
    letRetriesBeDue();
    answer(leave("large", OPENS_AT));
    takeResults(OPENS_AT);
  }

  private void request(int count, String route) {
    for (int i = 0; i < count; i++) {
      pipeline.request("r" + requested++, route);
    }
    pipeline.turn();
  }

  private static OutboundCall.ToModel toModel(OutboundCall call) {
    return (OutboundCall.ToModel) call;
  }

  /** All that left since this was asked last: so many calls, of this model alone. */
  private List<OutboundCall.ToModel> leave(String model, int count) {
    List<OutboundCall.ToModel> left =
        pipeline.transport.takeAll().stream().map(DeadProviderTest::toModel).toList();
    assertThat(left).hasSize(count).extracting(OutboundCall.ToModel::model).containsOnly(model);
    return left;
  }

  private void letRetriesBeDue() {
    pipeline.turn();
    pipeline.pass(Duration.ofMillis(100));
    pipeline.turn();
  }

  private void fail(OutboundCall call, FailureKind kind) {
    pipeline.transport.fail(call, kind);
  }

  private void answer(List<OutboundCall.ToModel> calls) {
    calls.forEach(call -> pipeline.transport.answer(call, "It."));
    pipeline.turn();
  }

  private List<Result> takeResults(int count) {
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(pipeline.takeResult());
    }
    pipeline.assertNoResult();
    return results;
  }

  private long sentTo(String model) {
    return pipeline.transport.sent().stream()
        .filter(call -> toModel(call).model().equals(model))
        .count();
  }
}
