// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.Pipelines.model;
import static dev.millrace.topology.Pipelines.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.engine.OutboundCall.ToModel;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import org.junit.jupiter.api.Test;

/**
 * Attempts whose outcome a restart hid: they may have been billed, so the ledger shows them at the
 * most that they could have cost. It never shows less than the bill.
 */
class HiddenAttemptsTest extends PipelineStory {
  private static Pipelines asking() {
    return Pipelines.shop().plan("ask", "{{calls.a.text}}", model("a", "Say it."));
  }

  @Test
  void aHiddenAttemptIsPaidAtTheMostItCouldCostAndMadeAgain() {
    PipelineTester running = start(asking());
    running.request("r1", "ask");
    ToModel first = running.transport.takeModel();

    PipelineTester pipeline = restart(running, asking());
    ToModel again = pipeline.transport.takeModel();
    pipeline.transport.answer(again, "It.");
    pipeline.turn();

    assertThat(again.request()).as("with the same idempotency key").isEqualTo(first.request());
    assertThat(pipeline.costs())
        .extracting(CostEvent::getAttempt, CostEvent::getOutcomeUnknown, CostEvent::getEstimated)
        .containsExactly(tuple(1, true, true), tuple(2, false, false));
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getModelCalls()).isEqualTo(2);
    assertThat(result.getCostNanos())
        .isEqualTo(pipeline.costs().stream().mapToLong(CostEvent::getAmountNanos).sum());
    pipeline.assertNothingIsLeftBehind();
  }

  @Test
  void whatTheBudgetDoesNotHoldTwiceIsPaidAndNotMadeAgain() {
    Pipelines once = asking().runBudget(new BudgetLimits(null, null, 1L, null));
    PipelineTester running = start(once);
    running.request("r1", "ask");
    running.transport.takeModel();

    PipelineTester pipeline = restart(running, once);

    pipeline.transport.assertNothingLeft();
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("incomplete");
    assertThat(result.getReason()).isEqualTo("model_calls");
    assertThat(pipeline.costs()).extracting(CostEvent::getOutcomeUnknown).containsExactly(true);
    pipeline.assertNothingIsLeftBehind();
  }

  /** It waited for a place, or for its next attempt: nobody can have billed it. */
  @Test
  void whatHadNotLeftIsNotPaid() {
    Pipelines narrow = asking().maxInFlight(1);
    PipelineTester running = start(narrow);
    running.request("r1", "ask");
    running.request("r2", "ask");
    running.transport.answer(running.transport.takeModel(), "It.");
    running.turn();
    running.takeResult();
    running.transport.takeModel();
    running.request("r3", "ask");

    PipelineTester pipeline = restart(running, narrow);
    for (int i = 0; i < 2; i++) {
      pipeline.transport.answer(pipeline.transport.takeModel(), "It.");
      pipeline.turn();
      pipeline.takeResult();
    }

    assertThat(pipeline.costs())
        .extracting(CostEvent::getRequestId, CostEvent::getOutcomeUnknown)
        .containsExactlyInAnyOrder(
            tuple("r1", false), tuple("r2", true), tuple("r2", false), tuple("r3", false));
    pipeline.assertNothingIsLeftBehind();
  }

  @Test
  void aHiddenAttemptOfARunThatIsCalledOffIsPaid() {
    PipelineTester running = start(asking());
    running.request("r1", "ask");
    running.transport.takeModel();

    PipelineTester pipeline = restart(running, Pipelines.shop().plan("other", "-", tool("order")));

    assertThat(pipeline.takeResult().getReason()).isEqualTo("route_changed");
    assertThat(pipeline.costs())
        .extracting(CostEvent::getKind, CostEvent::getOutcomeUnknown)
        .containsExactly(tuple("model", true));
    pipeline.assertNothingIsLeftBehind();
  }

  @Test
  void aHiddenCallOfAToolThatCostsIsPaid() {
    Pipelines same = Pipelines.shop().plan("status", "{{calls.order.status}}", tool("order"));
    PipelineTester running = start(same);
    running.request("r1", "status");
    running.transport.takeTool("order");

    PipelineTester pipeline = restart(running, same);
    pipeline.transport.answer(pipeline.transport.takeTool("order"), "{}");
    pipeline.turn();

    assertThat(pipeline.takeResult().getToolCalls()).isEqualTo(2);
    assertThat(pipeline.costs())
        .extracting(CostEvent::getAttempt, CostEvent::getOutcomeUnknown)
        .containsExactly(tuple(1, true), tuple(2, false));
    pipeline.assertNothingIsLeftBehind();
  }

  /** It is not made again, and may have been done. */
  @Test
  void aHiddenWriteIsPaidToo() {
    Pipelines same = Pipelines.shop().plan("refund", "done", tool("refund"));
    PipelineTester running = start(same);
    running.request("r1", "refund");
    running.turn();
    running.transport.takeTool("refund");

    PipelineTester pipeline = restart(running, same);

    assertThat(pipeline.takeResult().getReason()).isEqualTo("unknown_outcome");
    assertThat(pipeline.costs()).extracting(CostEvent::getOutcomeUnknown).containsExactly(true);
    pipeline.assertNothingIsLeftBehind();
  }
}
