// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.engine.Completion;
import dev.millrace.engine.Mailbox;
import dev.millrace.engine.ModelPaces;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.PendingCall.Hedge;
import dev.millrace.engine.Seat;
import dev.millrace.ledger.Hold;
import dev.millrace.prompt.Aim;
import dev.millrace.prompt.PlannedCall;
import dev.millrace.retry.HedgePace;
import dev.millrace.retry.HedgePolicy;
import dev.millrace.run.CallId;
import dev.millrace.run.CallSpec;
import dev.millrace.run.HedgeEnd;
import dev.millrace.run.Run;
import dev.millrace.state.PendingCalls;
import dev.millrace.state.RunStore;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes a slow call of a model once more, beside the attempt that is under way. */
final class Hedging {
  private final Definitions definitions;
  private final RunStore runs;
  private final PendingCalls pendingCalls;
  private final Ledger ledger;
  private final Mailbox mailbox;
  private final ModelPaces paces;
  private final RunMetrics metrics;

  Hedging(Shared shared, RunStore runs, PendingCalls pendingCalls, Ledger ledger, Mailbox mailbox) {
    this.definitions = shared.definitions();
    this.runs = runs;
    this.pendingCalls = pendingCalls;
    this.ledger = ledger;
    this.mailbox = mailbox;
    this.paces = shared.paces();
    this.metrics = shared.metrics();
  }

  /** A first attempt has left: it is looked at again once it is slow. */
  void left(Definition definition, PendingCall call, Duration timeout, long nowMs) {
    if (definition.hedge(call) != null) {
      OptionalLong afterMs =
          paces.lookAfterMs(call.target(), call.hedgeAttempt() > 0, timeout.toMillis());
      if (afterMs.isPresent()) {
        mailbox.hedgeDueAt(call.id(), call.attempt(), nowMs + afterMs.getAsLong());
      }
    }
  }

  /** A first attempt is back. That it failed says nothing of how long an answer takes. */
  void cameBack(Definition definition, PendingCall call, Completion completion) {
    if (definition.hedge(call) != null && HedgePace.counts(completion.outcome())) {
      paces.took(call.target(), completion.outcome().timing().total().toMillis());
    }
  }

  /** A call is slow, and its attempt under way. */
  void slow(CallId id, long nowMs) {
    PendingCall call = pendingCalls.get(id);
    Run run = runs.get(id.run());
    if (call == null || run == null) {
      return;
    }
    Definition definition = definitions.of(run.facts());
    String target = definition.hedge(call);
    boolean hedged = call.hedgeAttempt() > 0;
    if (target != null && HedgePolicy.helps(hedged, nowMs, run.facts().deadlineAtMs())) {
      Optional<HedgeEnd> none = hedge(definition, run, call, target, nowMs);
      none.ifPresent(why -> metrics.hedge(target, why, false));
    }
  }

  /** What it may cost is reserved first; unless it is, nothing has changed. */
  private Optional<HedgeEnd> hedge(
      Definition definition, Run run, PendingCall call, String target, long nowMs) {
    CallSpec spec = new CallSpec(call.id(), call.purpose());
    PlannedCall planned =
        definition.planner().hedge(runs.view(run), spec, Aim.of(call), target, nowMs);
    if (!(planned instanceof PlannedCall.ToSend second)) {
      return Optional.of(HedgeEnd.TOO_LARGE);
    }
    Optional<HedgeEnd> against =
        paces.against(call.target(), definition.transport().takes(second.call()));
    if (against.isPresent()) {
      return against;
    }
    Seat seat = definition.seat(hedged(call, second, Hold.NOTHING).asHedge(), run.facts());
    if (!mailbox.takeSpareSlot(seat)) {
      return Optional.of(HedgeEnd.CROWDED);
    }
    if (!(ledger.reserve(run, second.worst(), nowMs) instanceof Ledger.Held held)) {
      mailbox.giveSlot(seat);
      return Optional.of(HedgeEnd.OVER_BUDGET);
    }
    PendingCall hedged = hedged(call, second, held.hold());
    pendingCalls.put(hedged);
    runs.put(held.run());
    paces.hedged(call.target());
    mailbox.hedge(
        definition.transport(),
        second.call(),
        hedged.hedgeAttempt(),
        seat,
        second.timeout(),
        nowMs);
    return Optional.empty();
  }

  private static PendingCall hedged(PendingCall call, PlannedCall.ToSend second, Hold hold) {
    return call.hedgedBy(new Hedge(second.target(), hold, second.input()));
  }
}
