// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.run.Reason;
import dev.millrace.run.RunId;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Escalation;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Result;
import dev.millrace.virtual.Produced;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The promise that each request has one result, the same however often it is asked for. */
final class Answers {
  private final long dedupeMs;
  private final boolean forgetful;
  private final Violations violations;
  private final Map<String, Asked> byRun = new LinkedHashMap<>();
  private final List<RunId> ended = new ArrayList<>();
  private @Nullable Asked toRepeat;

  /** A request that was let in, or a repetition of it after it was forgotten. */
  private static final class Asked {
    final String tenant;
    final int generation;
    final Set<String> costEvents = new HashSet<>();
    final Set<String> escalations = new HashSet<>();
    byte @Nullable [] answer;
    long endedAtMs;
    final Bill bill = new Bill();
    final Set<String> alarms = new HashSet<>();
    boolean calledOff;

    Asked(String tenant, int generation) {
      this.tenant = tenant;
      this.generation = generation;
    }

    boolean isOpen() {
      return answer == null;
    }
  }

  /**
   * @param forgetful whether a run may be left without the file that it was begun under
   */
  Answers(long dedupeMs, boolean forgetful, Violations violations) {
    this.dedupeMs = dedupeMs;
    this.forgetful = forgetful;
    this.violations = violations;
  }

  /** A request was taken that makes sense. */
  void asked(RunId run, String tenant, long atMs) {
    Asked before = byRun.get(run.value());
    if (before == null || isForgotten(before, atMs)) {
      byRun.put(run.value(), new Asked(tenant, generation(run.value()) + 1));
    } else if (!before.isOpen()) {
      toRepeat = before;
    }
  }

  private boolean isForgotten(Asked asked, long atMs) {
    return !asked.isOpen() && asked.endedAtMs <= atMs - dedupeMs;
  }

  void calledOff(RunId run, String tenant) {
    Asked asked = byRun.get(run.value());
    if (asked != null && asked.isOpen() && asked.tenant.equals(tenant)) {
      asked.calledOff = true;
    }
  }

  void told(CostEvent event) {
    if (AccountKey.isCorrection(event)) {
      return; // Of runs that are long over as well.
    }
    Asked asked = byRun.get(event.getRunId());
    if (asked == null || !asked.isOpen()) {
      violations.add("costs are of live runs", event.getEventId());
      return;
    }
    violations.check(
        asked.costEvents.add(event.getEventId()), "costs are told once", event.getEventId());
    asked.bill.add(event);
  }

  /** People were told of a run. */
  void alarmed(ProgressEvent event) {
    Asked asked = byRun.get(event.getRunId());
    String alarm = event.getRunId() + " " + event.getWhat();
    if (asked == null) {
      violations.add("alarms are of runs", alarm);
    } else {
      violations.check(
          asked.alarms.add(event.getWhat()), "a run gives each alarm once at most", alarm);
    }
  }

  /** People are told once of each thing, and of runs that live. */
  void escalated(Escalation event) {
    Asked asked = byRun.get(event.getRunId());
    violations.check(
        asked != null && asked.isOpen() && asked.escalations.add(event.getEscalationId()),
        "people are told once, of live runs",
        event.getEscalationId());
  }

  void answered(Result result, Produced record) {
    String run = result.getRunId();
    byte[] value = record.value();
    Asked asked = byRun.get(run);
    if (asked == null || value == null) {
      violations.add("results are of requests", run);
    } else if (asked.isOpen()) {
      end(asked, result, value);
    } else if (asked == toRepeat) {
      toRepeat = null;
      violations.check(Arrays.equals(asked.answer, value), "a repeated result is the same", run);
    } else {
      violations.add("one result for each request", run + " has another");
    }
  }

  private void end(Asked asked, Result result, byte[] value) {
    asked.answer = value;
    ended.add(new RunId(result.getRunId()));
    asked.endedAtMs = result.getEndedAtMs();
    asked.bill.check(result, violations);
    violations.check(
        result.getEscalated() != asked.escalations.isEmpty(),
        "a result says whether people were told",
        result.getRunId());
    violations.check(
        forgetful || !result.getReason().equals(Reason.ROUTE_CHANGED),
        "a run finishes under the file that it was begun under",
        result.getRunId() + ": " + result.getDetail());
    violations.check(
        asked.calledOff || !result.getStatus().equals("cancelled"),
        "only its own tenant cancels a run",
        result.getRunId());
  }

  /** A turn is over: what it had to answer at once is answered. */
  void turnEnded() {
    violations.check(toRepeat == null, "a repeated request is answered", "it was not");
    toRepeat = null;
    for (Map.Entry<String, Asked> each : byRun.entrySet()) {
      if (each.getValue().calledOff && each.getValue().isOpen()) {
        violations.add("a cancelled run ends at once", each.getKey());
      }
    }
  }

  boolean isOpen(String run) {
    Asked asked = byRun.get(run);
    return asked != null && asked.isOpen();
  }

  /** How often a request was begun: once, unless it was forgotten meanwhile. */
  int generation(String run) {
    Asked asked = byRun.get(run);
    return asked == null ? 0 : asked.generation;
  }

  /** The runs that have ended since somebody asked. */
  List<RunId> takeEnded() {
    List<RunId> taken = List.copyOf(ended);
    ended.clear();
    return taken;
  }

  /** Whether a run has ended for good: not even a repetition of its request may wake it now. */
  boolean isOver(String run, long nowMs) {
    Asked asked = byRun.get(run);
    return asked != null && !asked.isOpen() && !isForgotten(asked, nowMs);
  }

  void end() {
    byRun.forEach(
        (run, asked) -> violations.check(!asked.isOpen(), "each request has a result", run));
  }
}
