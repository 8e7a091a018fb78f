// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.run.Alarm;
import dev.millrace.run.Charge;
import dev.millrace.run.Growth;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.Waiting;
import dev.millrace.run.Working;
import dev.millrace.schemas.ProgressEvent;
import java.math.BigDecimal;
import java.time.Instant;

/** What a run is at, for people who wait. */
public final class ProgressEvents {
  private static final String IN_PROGRESS = "in_progress";
  private static final String WAITING_APPROVAL = "waiting_approval";

  private ProgressEvents() {}

  public static ProgressEvent admitted(RunFacts facts, long nowMs) {
    return event(facts, IN_PROGRESS, "admitted", "", 0, nowMs);
  }

  public static ProgressEvent classified(Working run, long nowMs) {
    String route = run.routing().route();
    return event(run.facts(), IN_PROGRESS, "classified", route, 0, nowMs);
  }

  public static ProgressEvent stepStarted(Run run, int step, long nowMs) {
    return event(run.facts(), IN_PROGRESS, "step_started", route(run), step, nowMs);
  }

  /** That a run grows, or is dear. */
  public static ProgressEvent alarm(Working run, Alarm alarm, Charge charge, int step, long nowMs) {
    ProgressEvent event = event(run.facts(), IN_PROGRESS, alarm.word(), route(run), step, nowMs);
    event.setDetail(
        switch (alarm) {
          case HISTORY_GREW -> grew(Growth.of(charge.input()));
          case RUN_DEAR ->
              "It has cost many times what a model call of its route costs: " + cost(run) + ".";
        });
    return event;
  }

  private static String grew(Growth growth) {
    return "Its history grew by %d tokens, over %d that the step before was sent in all."
        .formatted(growth.history(), growth.before());
  }

  private static String cost(Working run) {
    long nanos = run.tally().budget().spent().moneyNanos();
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
  }

  /** That a run waits for somebody to let it go on. */
  public static ProgressEvent permissionAsked(Run run, Waiting waiting, long nowMs) {
    ProgressEvent event =
        event(run.facts(), WAITING_APPROVAL, "permission_asked", route(run), 0, nowMs);
    event.setCallId(waiting.refused().get(0).id().toString());
    event.setDetail(
        waiting.ending().detail() + " It waits until " + Instant.ofEpochMilli(waiting.untilMs()));
    return event;
  }

  /** That it waits no more, and goes on. */
  public static ProgressEvent permitted(Run run, long nowMs) {
    return event(run.facts(), IN_PROGRESS, "permitted", route(run), 0, nowMs);
  }

  public static ProgressEvent ended(Run run, String status, long nowMs) {
    return event(run.facts(), status, "ended", route(run), 0, nowMs);
  }

  /** That a budget was changed; it is about no run. */
  public static ProgressEvent budgetChanged(BudgetChange change, long nowMs) {
    String route = change.scope().equals(BudgetChange.ROUTE) ? change.name() : "";
    return new ProgressEvent(
        "", "", change.tenant(), nowMs, "", "budget_changed", route, 0, "", change.describe());
  }

  private static String route(Run run) {
    return run instanceof Working working ? working.routing().route() : "";
  }

  private static ProgressEvent event(
      RunFacts facts, String state, String what, String route, int step, long nowMs) {
    return new ProgressEvent(
        facts.requestId(),
        facts.id().value(),
        facts.tenant(),
        nowMs,
        state,
        what,
        route,
        step,
        "",
        "");
  }
}
