// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.engine.Completion;
import dev.millrace.engine.Mailbox;
import dev.millrace.engine.OutboundCall;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.Seat;
import dev.millrace.engine.Waiters;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.Hold;
import dev.millrace.prompt.Aim;
import dev.millrace.prompt.PlannedCall;
import dev.millrace.prompt.RunView;
import dev.millrace.retry.AttemptPolicy.Standing;
import dev.millrace.retry.Chance;
import dev.millrace.retry.Verdict;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Charge;
import dev.millrace.run.HedgeEnd;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunId;
import dev.millrace.state.PendingCalls;
import dev.millrace.state.RunStore;
import dev.millrace.state.Stores;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes calls: promises each in the store, lets it leave when there is a slot, and when an attempt
 * is back decides by the policy whether it was the last. Never waits.
 */
final class CallsProcessor implements Processor<RunId, Signal, Object, Object> {
  private final Shared shared;
  private final Definitions definitions;

  private ProcessorContext<Object, Object> context;
  private RunStore runs;
  private PendingCalls pendingCalls;
  private ToolCache toolCache;
  private Mailbox mailbox;
  private Ledger ledger;
  private CallDesk desk;
  private Hedging hedging;
  private Publisher publisher;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  CallsProcessor(Shared shared) {
    this.shared = shared;
    this.definitions = shared.definitions();
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    runs = Stores.runs(context::getStateStore);
    pendingCalls = Stores.pendingCalls(context::getStateStore);
    mailbox = context.getStateStore(Mailbox.NAME);
    publisher = new Publisher(context, shared.metrics(), mailbox.notices());
    toolCache = new ToolCache(definitions, Stores.toolCache(context::getStateStore));
    ledger = new Ledger(definitions, Stores.budgets(context::getStateStore));
    desk = new CallDesk(shared, ledger, pendingCalls, mailbox, publisher);
    hedging = new Hedging(shared, runs, pendingCalls, ledger, mailbox);
  }

  @Override
  public void process(Record<RunId, Signal> record) {
    Signal signal = record.value();
    if (signal instanceof Signal.CallWanted wanted) {
      promise(wanted.pending(), wanted.planned(), wanted.facts());
    } else if (signal instanceof Signal.CallDue due) {
      callDue(due.call(), due.seat(), due.hasSlot(), due.exhausted());
    } else if (signal instanceof Signal.HedgeDue due) {
      hedging.slow(due.call(), context.currentSystemTimeMs());
    } else if (signal instanceof Signal.LockFree free) {
      lockFree(free.call());
    } else if (signal instanceof Signal.AttemptEnded ended) {
      attemptEnded(ended.completion());
    }
  }

  private void promise(PendingCall pending, PlannedCall.ToSend planned, RunFacts run) {
    Definition definition = definitions.of(run);
    Seat seat = definition.seat(pending, run);
    if (pending.isLocked()) {
      promiseInLine(definition, pending.inLine(mailbox.nextLockTurn()), seat);
      return;
    }
    boolean isRefused = !mailbox.canEverLeave(seat);
    boolean waits = pending.mayHaveLeft() || planned.follows();
    if (!isRefused && !waits && mailbox.takeSlot(seat)) {
      PendingCall leaving = pending.leaving();
      pendingCalls.put(leaving);
      fly(definition, leaving, planned, seat);
      return;
    }
    pendingCalls.put(pending);
    if (isRefused) {
      refuse(pending, seat);
    } else if (waits) {
      mailbox.holdUntilCommit(pending.id(), seat);
    } else {
      mailbox.lineUp(pending.id(), seat);
    }
  }

  private void promiseInLine(Definition definition, PendingCall pending, Seat seat) {
    if (mailbox.lock(pending)) {
      leaveOnceCommitted(definition, pending, seat);
    } else {
      pendingCalls.put(pending);
    }
  }

  private void lockFree(CallId id) {
    PendingCall pending = pendingCalls.get(id);
    Run run = runs.get(id.run());
    if (pending != null && run != null) {
      Definition definition = definitions.of(run.facts());
      leaveOnceCommitted(definition, pending, definition.seat(pending, run.facts()));
    }
  }

  /**
   * A call that has its lock waits for a commit, so that the one before has ended for good, and its
   * own place in line is not lost: no crash brings back a call whose successor has left.
   */
  private void leaveOnceCommitted(Definition definition, PendingCall pending, Seat seat) {
    boolean atMostOnce = definition.tool(pending.target()).atMostOnce();
    pendingCalls.put(pending.firstInLine(atMostOnce, context.currentSystemTimeMs()));
    mailbox.holdUntilCommit(pending.id(), seat);
  }

  private void fly(
      Definition definition, PendingCall pending, PlannedCall.ToSend planned, Seat seat) {
    long nowMs = context.currentSystemTimeMs();
    mailbox.fly(
        definition.transport(), planned.call(), pending.attempt(), seat, planned.timeout(), nowMs);
    hedging.left(definition, pending, planned.timeout(), nowMs);
  }

  /** Makes the call again of the run's parts, as after a crash. */
  private void callDue(CallId id, Seat seat, boolean hasSlot, Exhausted exhausted) {
    PendingCall pending = pendingCalls.get(id);
    Run run = runs.get(id.run());
    if (pending == null || run == null) {
      if (hasSlot) {
        mailbox.giveSlot(seat);
      }
      return;
    }
    long nowMs = context.currentSystemTimeMs();
    if (pending.hedge() != null) {
      run = run.paid(id, desk.payHiddenHedge(run, pending, nowMs));
      pending = pending.withoutHedge();
      runs.put(run);
      pendingCalls.put(pending);
    }
    if (pending.left()) {
      Optional<CallResult.Failed> forbidden = desk.forbidsAfterHidden(run, pending, nowMs);
      if (forbidden.isPresent()) {
        if (hasSlot) {
          mailbox.giveSlot(seat);
        }
        endHidden(run, pending, forbidden.get(), nowMs);
        return;
      }
      boolean holds = desk.holdsAfterHidden(run, pending, nowMs);
      run =
          run.paid(
              id,
              holds ? desk.payHidden(run, pending, nowMs) : desk.settleHidden(run, pending, nowMs));
      pending = holds ? pending.afterHidden() : pending.afterHidden().holding(Hold.NOTHING);
      runs.put(run);
      pendingCalls.put(pending);
    }
    if (!hasSlot && !mailbox.canEverLeave(seat)) {
      refuse(pending, seat);
      return;
    }
    if (!hasSlot && !mailbox.takeSlot(seat)) {
      mailbox.lineUp(id, seat, exhausted);
      return;
    }
    RunView view = runs.view(run);
    CallSpec spec = new CallSpec(id, pending.purpose());
    Definition definition = definitions.of(run.facts());
    PlannedCall planned = definition.planner().plan(view, spec, Aim.of(pending), nowMs);
    if (planned instanceof PlannedCall.ToSend toSend) {
      flyOnceHeld(definition, run, pending, toSend, seat, exhausted);
    } else {
      mailbox.giveSlot(seat);
      neverLeft(run, pending, seat, ((PlannedCall.Known) planned).result(), nowMs);
    }
  }

  /**
   * Of a call whose attempt was paid out of what was held nothing may be held: because its hedge
   * was under way then, or because what is granted here did not hold both.
   */
  private void flyOnceHeld(
      Definition definition,
      Run run,
      PendingCall pending,
      PlannedCall.ToSend planned,
      Seat seat,
      Exhausted exhausted) {
    if (planned.worst().equals(Amounts.NONE) || !pending.hold().isNothing()) {
      leave(definition, pending, planned, seat);
      return;
    }
    long nowMs = context.currentSystemTimeMs();
    Ledger.Answer answer = ledger.reserve(run, planned.worst(), nowMs);
    if (answer instanceof Ledger.Held held) {
      runs.put(held.run());
      leave(definition, pending.holding(held.hold()), planned, seat);
      return;
    }
    mailbox.giveSlot(seat);
    if (answer instanceof Ledger.Lacks lacking && !lacking.isFinal(exhausted)) {
      Waiters.OfCall waiter = new Waiters.OfCall(pending.id(), seat);
      mailbox.awaitGrants(waiter, lacking.lacks(), exhausted);
    } else {
      neverLeft(run, pending, seat, ((Ledger.NotHeld) answer).failure(), nowMs);
    }
  }

  /** Written before it leaves, if it will be billed: so a start finds that it may have been. */
  private void leave(
      Definition definition, PendingCall pending, PlannedCall.ToSend planned, Seat seat) {
    PendingCall leaving = pending.leaving();
    if (leaving.left()) {
      pendingCalls.put(leaving);
    }
    fly(definition, leaving, planned, seat);
  }

  /** A call that its provider's account never has room for: an attempt that failed at once. */
  private void refuse(PendingCall pending, Seat seat) {
    String detail =
        "At most %d tokens, more than %s may use in a minute (limits.tokens_per_minute)."
            .formatted(seat.tokens(), seat.lane().name());
    Failure failure = Failure.of(FailureKind.REQUEST_TOO_LARGE, detail);
    mailbox.deliver(
        new Completion(
            pending.id(),
            null,
            seat,
            pending.attempt(),
            Outcome.failed(failure, Timing.NONE),
            context.currentSystemTimeMs()));
  }

  /** A call that could be made before and cannot be now: a fallback with less room, say. */
  private void neverLeft(Run run, PendingCall pending, Seat seat, CallResult result, long nowMs) {
    end(run, pending, nothing(pending, seat, (CallResult.Failed) result, nowMs), result);
  }

  private static Completion nothing(
      PendingCall pending, Seat seat, CallResult.Failed result, long nowMs) {
    Failure failure = Failure.of(result.kind(), result.detail());
    return new Completion(
        pending.id(), null, seat, pending.attempt(), Outcome.failed(failure, Timing.NONE), nowMs);
  }

  private void attemptEnded(Completion completion) {
    PendingCall pending = pendingCalls.get(completion.id());
    Run run = runs.get(completion.id().run());
    if (pending == null || run == null) {
      return; // It was called off meanwhile.
    }
    Definition definition = definitions.of(run.facts());
    boolean isFirst = pending.attempt() == completion.attempt();
    boolean isHedge = pending.hedge() != null && pending.hedgeAttempt() == completion.attempt();
    if (!isFirst && !isHedge) {
      return; // It was given up meanwhile.
    }
    if (isFirst) {
      hedging.cameBack(definition, pending, completion);
    }
    shared
        .callRecords()
        .of(run, isFirst ? pending : pending.asHedge(), completion, definition.pipeline())
        .ifPresent(record -> publisher.call(run.facts(), record));
    if (completion.outcome() instanceof Outcome.Succeeded<CallResult> succeeded) {
      remember(run, completion, succeeded.value());
      end(run, pending, completion, succeeded.value());
    } else if (isHedge) {
      hedgeFailed(run, pending, completion);
    } else {
      boolean first = pending.attempt() == 1;
      PendingCall tried = first ? pending.firstLeftAt(completion.sentAtMs()) : pending;
      failed(run, tried, completion, ((Outcome.Failed<CallResult>) completion.outcome()));
    }
  }

  private void remember(Run run, Completion completion, CallResult result) {
    if (result instanceof CallResult.ToolAnswer answer
        && completion.sent() instanceof OutboundCall.ToTool sent) {
      toolCache.put(run.facts(), sent, answer, context.currentSystemTimeMs());
    }
  }

  private void failed(
      Run run, PendingCall pending, Completion completion, Outcome.Failed<CallResult> outcome) {
    long nowMs = context.currentSystemTimeMs();
    Standing standing =
        new Standing(
            pending.attemptOnTarget(),
            pending.fallbacksUsed(),
            pending.createdAtMs(),
            run.facts().deadlineAtMs(),
            nowMs,
            ledger.retriesLeft(run),
            Chance.of(pending.id(), pending.attempt()));
    Definition definition = definitions.of(run.facts());
    Verdict verdict = definition.attemptPolicy(pending).after(outcome.failure(), standing);
    if (pending.hedge() != null) {
      waitForHedge(run, pending, completion, verdict);
      return;
    }
    if (verdict instanceof Verdict.GiveUp giveUp) {
      end(run, pending, completion, giveUp.result());
      return;
    }
    Optional<CallResult.Failed> forbidden = desk.forbidsAnother(run, pending, completion);
    if (forbidden.isPresent()) {
      end(run, pending, completion, forbidden.get());
      return;
    }
    boolean holds = desk.holdsAnother(run, pending, completion);
    Charge charge =
        holds ? desk.payAndHold(run, pending, completion) : desk.settle(run, pending, completion);
    runs.put(run.paid(pending.id(), charge).retried());
    PendingCall tried = holds ? pending : pending.holding(Hold.NOTHING);
    if (verdict instanceof Verdict.Again again) {
      PendingCall next = tried.again(again.dueAtMs());
      pendingCalls.put(next);
      mailbox.callDueAt(next.id(), completion.seat(), again.dueAtMs());
    } else {
      PendingCall next = tried.elsewhere(((Verdict.Elsewhere) verdict).target(), nowMs);
      pendingCalls.put(next);
      callDue(next.id(), definition.seat(next, run.facts()), false, Exhausted.NONE);
    }
  }

  /**
   * A first attempt has failed, and its hedge is under way: what follows is written down, and left
   * until that has failed too. If the budgets do not hold both what the first one is billed and
   * what is held for the next, that is given up: it may fit again by then.
   */
  private void waitForHedge(Run run, PendingCall pending, Completion completion, Verdict verdict) {
    boolean fits =
        desk.forbidsAnother(run, pending, completion).isEmpty()
            && desk.holdsAnother(run, pending, completion);
    Charge charge =
        fits ? desk.payAndHold(run, pending, completion) : desk.settle(run, pending, completion);
    boolean retried = !(verdict instanceof Verdict.GiveUp);
    Run paid = run.paid(pending.id(), charge);
    runs.put(retried ? paid.retried() : paid);
    PendingCall next;
    if (verdict instanceof Verdict.Elsewhere elsewhere) {
      next = pending.elsewhere(elsewhere.target(), context.currentSystemTimeMs());
    } else if (verdict instanceof Verdict.Again again) {
      next = pending.again(again.dueAtMs());
    } else {
      next = pending.again(context.currentSystemTimeMs());
      mailbox.otherwise(pending.id(), ((Verdict.GiveUp) verdict).result());
    }
    pendingCalls.put(fits ? next : next.holding(Hold.NOTHING));
  }

  /** Then all is left to the first attempt; or, if that has failed, to what follows from that. */
  private void hedgeFailed(Run before, PendingCall pending, Completion completion) {
    Run run = before.paid(pending.id(), desk.settle(before, pending.asHedge(), completion));
    boolean alone = !mailbox.isUnderWay(pending.id());
    shared.metrics().hedge(pending.asHedge().target(), HedgeEnd.FAILED, alone);
    CallResult.Failed otherwise = mailbox.hedgeFailed(pending.id());
    PendingCall next = pending.withoutHedge();
    runs.put(run);
    pendingCalls.put(next);
    if (!alone) {
      return;
    }
    long nowMs = context.currentSystemTimeMs();
    Seat seat = definitions.of(run.facts()).seat(next, run.facts());
    if (otherwise == null) {
      mailbox.callDueAt(next.id(), seat, next.dueAtMs());
    } else {
      neverLeft(run, next, seat, otherwise, nowMs);
    }
  }

  private void end(Run run, PendingCall pending, Completion completion, CallResult result) {
    long nowMs = context.currentSystemTimeMs();
    boolean byHedge = completion.attempt() == pending.hedgeAttempt() && pending.hedge() != null;
    Charge charge = desk.close(run, pending, completion, nowMs);
    String name = nameOf(byHedge ? pending.asHedge() : pending);
    ended(pending, name, result, charge, Math.min(nowMs, completion.endedAtMs()));
  }

  /** A restart hid its last attempt, and the budgets hold no other. */
  private void endHidden(Run run, PendingCall pending, CallResult result, long nowMs) {
    Charge charge = desk.closeHidden(run, pending, nowMs);
    ended(pending, nameOf(pending), result, charge, nowMs);
  }

  private void ended(
      PendingCall pending, String name, CallResult result, Charge charge, long endedAtMs) {
    Signal ended =
        new Signal.CallEnded(pending.id(), name, result, charge, pending.createdAtMs(), endedAtMs);
    long nowMs = context.currentSystemTimeMs();
    context.forward(new Record<>(pending.id().run(), ended, nowMs), Node.FAN_IN);
  }

  private static String nameOf(PendingCall pending) {
    return pending.purpose() instanceof CallSpec.Node node ? node.name() : pending.target();
  }
}
