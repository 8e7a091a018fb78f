// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.Outcome;
import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.Tool;
import dev.millrace.run.CallResult;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The promises about calls: none leaves after its run has ended, and one that must not happen twice
 * leaves once, after its promise is durable.
 */
final class Calls implements World.Departures {
  private final Map<String, Tool> tools;
  private final Timeline timeline;
  private final Answers answers;
  private final Stored stored;
  private final Order order;
  private final Accounts accounts;
  private final Violations violations;
  private final Set<String> perhapsDone = new HashSet<>();

  Calls(
      Map<String, Tool> tools,
      Timeline timeline,
      Answers answers,
      Stored stored,
      Order order,
      Accounts accounts,
      Violations violations) {
    this.tools = tools;
    this.timeline = timeline;
    this.answers = answers;
    this.stored = stored;
    this.order = order;
    this.accounts = accounts;
    this.violations = violations;
  }

  @Override
  public void left(OutboundCall call, boolean refused, Collection<Flight> open) {
    order.left(call, open);
    accounts.left(call);
    String run = call.id().run().value();
    violations.check(
        !answers.isOver(run, timeline.wallMs()),
        "no call after its run has ended",
        call.id().toString());
    if (call instanceof OutboundCall.ToTool tool && atMostOnce(tool)) {
      leftOnce(tool, refused);
    }
    besideAtMostOneOther(call, open);
  }

  /** An attempt is made beside another only at a model, and only beside one. */
  private void besideAtMostOneOther(OutboundCall call, Collection<Flight> open) {
    List<Flight> others =
        open.stream()
            .filter(each -> each.call.id().equals(call.id()))
            .filter(each -> !each.calledOff() && !each.isDone())
            .toList();
    boolean isHedge = call instanceof OutboundCall.ToModel model && isHedge(model);
    boolean held = isHedge ? others.size() <= 1 : others.isEmpty();
    violations.check(held, "a call is under way once, or twice if it is hedged", call.toString());
    if (isHedge) {
      String id = call.id() + "#" + answers.generation(call.id().run().value());
      violations.check(others.size() == 1, "a hedge is made beside another", id);
    }
  }

  private static boolean isHedge(OutboundCall.ToModel call) {
    return !call.request().callId().equals(call.id().toString());
  }

  @Override
  public void landed(OutboundCall call, Outcome<CallResult> outcome) {
    accounts.landed(call, outcome);
  }

  private boolean atMostOnce(OutboundCall.ToTool call) {
    return Objects.requireNonNull(tools.get(call.tool())).atMostOnce();
  }

  private void leftOnce(OutboundCall.ToTool call, boolean refused) {
    String run = call.id().run().value();
    String id = call.id() + "#" + answers.generation(run);
    violations.check(
        !perhapsDone.contains(id), "what must not happen twice leaves at most once", id);
    violations.check(isPromised(call), "it leaves only after its promise is durable", id);
    if (!refused) {
      perhapsDone.add(id);
    }
  }

  private boolean isPromised(OutboundCall.ToTool call) {
    return stored.pendingCalls.entrySet().stream()
        .anyMatch(
            each ->
                Stored.runOf(each.getKey()).equals(call.id().run().value())
                    && each.getValue().getTarget().equals(call.tool())
                    && each.getValue().getMayHaveLeft());
  }
}
