// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.ledger.Amounts;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.prompt.RunView;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.run.Reason;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.Working;
import dev.millrace.schemas.Escalation;

/** What people should look at. */
public final class Escalations {
  private static final Blank<Escalation> BLANK =
      new Blank<>(Escalation::new, Escalation.newBuilder());
  private final Pipeline pipeline;

  public Escalations(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** A run ends at a limit. */
  public Escalation atLimit(RunView view, Ending ending, BudgetLimits limits, long nowMs) {
    Escalation event = of(view, limits, nowMs);
    event.setEscalationId(event.getRunId());
    event.setReason(ending.reason());
    event.setDetail(ending.detail());
    return event;
  }

  /**
   * A write that must not be made twice may have been done.
   *
   * @param view with that write
   * @param detail a sentence for people
   */
  public Escalation unknownOutcome(
      RunView view, Part write, String detail, BudgetLimits limits, long nowMs) {
    String call = write.id().toString();
    Escalation event = of(view, limits, nowMs);
    event.setEscalationId(call);
    event.setReason(Reason.UNKNOWN_OUTCOME);
    event.setDetail(detail);
    event.setTool(view.toolOf(write).orElse(write.name()));
    event.setCallId(call);
    return event;
  }

  private Escalation of(RunView view, BudgetLimits limits, long nowMs) {
    Run run = view.run();
    RunFacts facts = run.facts();
    Escalation event = BLANK.make();
    event.setRequestId(facts.requestId());
    event.setRunId(facts.id().value());
    event.setTenant(facts.tenant());
    event.setUser(facts.user());
    event.setConversationId(view.inquiry().conversationId());
    event.setTraceParent(facts.traceParent());
    event.setRoute(run instanceof Working working ? working.routing().route() : "");
    setMoney(event, run.tally().budget().spent(), limits);
    event.setAtMs(nowMs);
    event.setPipeline(pipeline.name());
    event.setPipelineVersion(facts.pipelineVersion());
    return event;
  }

  private void setMoney(Escalation event, Amounts spent, BudgetLimits limits) {
    event.setCurrency(pipeline.budgets().currency());
    event.setCostNanos(spent.moneyNanos());
    event.setTokens(spent.tokens());
    event.setModelCalls(spent.modelCalls());
    event.setToolCalls(spent.toolCalls());
    event.setLimitNanos(limits.moneyNanos());
    event.setLimitTokens(limits.tokens());
    event.setLimitModelCalls(limits.modelCalls());
    event.setLimitToolCalls(limits.toolCalls());
  }
}
