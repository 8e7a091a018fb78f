// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.engine.Completion;
import dev.millrace.engine.GrantWanted;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.Seat;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.Pot;
import dev.millrace.prompt.Inquiry;
import dev.millrace.prompt.PlannedCall;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Charge;
import dev.millrace.run.Ending;
import dev.millrace.run.Permit;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunId;

/** What the processors of a task tell each other. None of it leaves the task. */
sealed interface Signal {

  RunId run();

  /** A request was let in. */
  record Admitted(RunFacts facts, Inquiry inquiry) implements Signal {
    @Override
    public RunId run() {
      return facts.id();
    }
  }

  /** A request was let in, and cannot go on. */
  record Refused(RunFacts facts, Inquiry inquiry, Ending ending) implements Signal {
    @Override
    public RunId run() {
      return facts.id();
    }
  }

  /** A run that looks for its route has got an answer. */
  record RouteAnswered(RunId run, CallResult result) implements Signal {}

  /** A run has calls that want to leave. */
  record StepWanted(RunId run) implements Signal {}

  /**
   * More of a budget was granted, for which a run waited with its calls.
   *
   * @param exhausted budgets of which no more is to be had, as far as it was told
   */
  record GrantsCame(RunId run, Exhausted exhausted) implements Signal {}

  /** A call is to be made. */
  record CallWanted(PendingCall pending, PlannedCall.ToSend planned, RunFacts facts)
      implements Signal {
    @Override
    public RunId run() {
      return pending.id().run();
    }
  }

  /**
   * A call that was made before is to be made again, or now at last.
   *
   * @param hasSlot whether a slot is taken for it
   * @param exhausted budgets of which no more is to be had, as far as it was told
   */
  record CallDue(CallId call, Seat seat, boolean hasSlot, Exhausted exhausted) implements Signal {

    CallDue(CallId call, Seat seat, boolean hasSlot) {
      this(call, seat, hasSlot, Exhausted.NONE);
    }

    @Override
    public RunId run() {
      return call.run();
    }
  }

  /** A call at a model is slow, and its attempt under way. */
  record HedgeDue(CallId call) implements Signal {
    @Override
    public RunId run() {
      return call.run();
    }
  }

  /** A call has the lock that it waited for. */
  record LockFree(CallId call) implements Signal {
    @Override
    public RunId run() {
      return call.run();
    }
  }

  /** An attempt has ended. */
  record AttemptEnded(Completion completion) implements Signal {
    @Override
    public RunId run() {
      return completion.id().run();
    }
  }

  /**
   * A call has ended, after all its attempts.
   *
   * @param name the plan's name of it, or the tool's, or the model's
   * @param startedAtMs when it first left, epoch milliseconds
   */
  record CallEnded(
      CallId call, String name, CallResult result, Charge charge, long startedAtMs, long endedAtMs)
      implements Signal {
    @Override
    public RunId run() {
      return call.run();
    }
  }

  /**
   * A wanted call does not fit a budget, and has not left.
   *
   * @param name the plan's name of it, or the tool's, or the model's
   */
  record CallRefused(CallSpec call, String name, CallResult.Failed failure, long atMs)
      implements Signal {
    @Override
    public RunId run() {
      return call.id().run();
    }

    /** The same, as the end of that call. */
    CallEnded asEnded() {
      return new CallEnded(call.id(), name, failure, Charge.NONE, atMs, atMs);
    }
  }

  /** Somebody lets a run go on that waits for it. */
  record Permitted(RunId run, Permit permit) implements Signal {}

  /** Somebody does not. */
  record Denied(RunId run, String why) implements Signal {}

  /** A run was found to have no way on. */
  record Ended(RunId run, Ending ending) implements Signal {}

  /** The time came that a run wanted to hear of. */
  record TimeCame(RunId run) implements Signal {}

  /** Somebody calls a run off. */
  record Cancel(RunId run, String tenant, String why) implements Signal {}

  /** What is about no run. */
  sealed interface OfNobody extends Signal {
    RunId NOBODY = RunId.of("", "");

    @Override
    default RunId run() {
      return NOBODY;
    }
  }

  /** Something was published that somebody waits for; the commit is to be looked after. */
  record Published() implements OfNobody {}

  /** Somebody waits for more of a budget. */
  record GrantsWanted() implements OfNobody {}

  /** Calls wait for a part of a minute of a provider's account. */
  record MinuteWanted(GrantWanted wanted) implements OfNobody {}

  /** Another partition has told something of a budget that both spend from. */
  record LeaseTold(LeaseMessage message) implements OfNobody {}

  /** The limits of a budget were changed that this partition grants. */
  record LimitsChanged(Pot pot) implements OfNobody {}
}
