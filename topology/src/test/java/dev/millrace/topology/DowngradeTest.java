// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.modelOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall.ToModel;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Downgrade;
import dev.millrace.schemas.CallRecord;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cheaper models in the place of others while a budget runs low. */
class DowngradeTest extends PipelineStory {
  private static final long DAY_NANOS = 100_000_000;

  private static Downgrade step(double left, Map<String, String> models) {
    Downgrade.Window day = new Downgrade.Window(Downgrade.Scope.TENANT, BudgetWindow.DAY);
    return new Downgrade(Math.round(left * Downgrade.WHOLE), day, models);
  }

  private static Pipelines asking() {
    return Pipelines.shop()
        .downgrade(step(0.6, Map.of("large", "small")))
        .plan("ask", "{{calls.a.text}}", modelOf("large", "a", "Well?"))
        .tenantDay(new BudgetLimits(DAY_NANOS, null, null, null));
  }

  private static ControlEvent topUp() {
    return ControlEvent.newBuilder()
        .setControlId("c-1")
        .setTenant("acme")
        .setKind("top_up")
        .setScope("tenant")
        .setWindow("day")
        .setMoneyNanos(DAY_NANOS)
        .build();
  }

  /** A million nanos for a hundred tokens of input at the large model. */
  private static ToModel asked(PipelineTester pipeline, String id, long inputTokens) {
    pipeline.request(id, "ask");
    ToModel call = pipeline.transport.takeModel();
    pipeline.transport.answer(call, "It.", Usage.of(inputTokens, 0));
    pipeline.turn();
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
    return call;
  }

  @Test
  void theCheaperModelIsAskedFromTheThresholdOnAndNotBefore() {
    PipelineTester pipeline = start(asking());

    assertThat(asked(pipeline, "r1", 3_999).model()).isEqualTo("large");
    assertThat(asked(pipeline, "r2", 1).model()).isEqualTo("large");
    assertThat(asked(pipeline, "r3", 1).model()).as("60 % are left").isEqualTo("small");
    assertThat(pipeline.costs())
        .extracting(CostEvent::getDowngradedFrom)
        .containsExactly("", "", "large");
    assertThat(pipeline.calls())
        .extracting(CallRecord::getDowngradedFrom)
        .containsExactly("", "", "large");
  }

  @Test
  void aTopUpLeadsBackUp() {
    PipelineTester pipeline = start(asking());
    asked(pipeline, "r1", 5_000);

    pipeline.control(topUp());

    assertThat(asked(pipeline, "r2", 1).model()).isEqualTo("large");
  }

  @Test
  void aCallStaysAtItsModelThroughARestartWhateverTheBudgetSaysByThen() {
    Pipelines same = asking();
    PipelineTester running = start(same);
    asked(running, "r1", 5_000);
    running.request("r2", "ask");
    running.transport.fail(running.transport.takeModel(), FailureKind.OVERLOADED);
    running.turn();

    PipelineTester pipeline = restart(running, same);
    pipeline.control(topUp());
    pipeline.pass(Duration.ofSeconds(2));
    pipeline.turn();
    ToModel again = pipeline.transport.takeModel();
    pipeline.transport.answer(again, "It.");
    pipeline.turn();

    assertThat(again.model()).isEqualTo("small");
    assertThat(pipeline.takeResult().getStatus()).isEqualTo("completed");
  }

  @Test
  void theLastStepThatIsReachedCounts() {
    PipelineTester pipeline =
        start(
            Pipelines.shop()
                .downgrade(step(0.9, Map.of("large", "small")), step(0.6, Map.of("large", "large")))
                .plan("ask", "{{calls.a.text}}", modelOf("large", "a", "Well?"))
                .tenantDay(new BudgetLimits(DAY_NANOS, null, null, null)));

    asked(pipeline, "r1", 2_000);
    assertThat(asked(pipeline, "r2", 30_000).model()).isEqualTo("small");
    assertThat(asked(pipeline, "r3", 1).model()).isEqualTo("large");
  }
}
