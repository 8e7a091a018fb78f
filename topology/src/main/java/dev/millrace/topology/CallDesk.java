// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Usage;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.engine.Completion;
import dev.millrace.engine.Mailbox;
import dev.millrace.engine.Mailbox.CalledOff;
import dev.millrace.engine.ModelPaces;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget.Limit;
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Tool;
import dev.millrace.run.CallResult;
import dev.millrace.run.Charge;
import dev.millrace.run.HedgeEnd;
import dev.millrace.run.Run;
import dev.millrace.schemas.CostEvent;
import dev.millrace.state.PendingCalls;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pays for attempts: what was held is given back, what was spent is booked and published. */
final class CallDesk {
  /** What an attempt is paid, and for what. */
  private record Bill(Usage usage, Amounts spent) {}

  private final Definitions definitions;
  private final Ledger ledger;
  private final PendingCalls pendingCalls;
  private final Mailbox mailbox;
  private final Publisher publisher;
  private final ModelPaces paces;
  private final RunMetrics metrics;

  CallDesk(
      Shared shared,
      Ledger ledger,
      PendingCalls pendingCalls,
      Mailbox mailbox,
      Publisher publisher) {
    this.definitions = shared.definitions();
    this.ledger = ledger;
    this.pendingCalls = pendingCalls;
    this.mailbox = mailbox;
    this.publisher = publisher;
    this.paces = shared.paces();
    this.metrics = shared.metrics();
  }

  /**
   * Ends a call for good: its promise is kept, its last attempt paid. If two were under way the
   * other one is called off and paid too.
   */
  Charge close(Run run, PendingCall call, Completion completion, long nowMs) {
    forget(call);
    if (call.hedge() == null) {
      return settle(run, call, completion);
    }
    PendingCall hedge = call.asHedge();
    boolean won = completion.attempt() == hedge.attempt();
    CalledOff second = mailbox.callOffHedge(call.id(), nowMs);
    CalledOff first = mailbox.callOff(call.id(), nowMs);
    if (won && first != null) {
      paces.took(call.target(), first.afterMs());
    }
    metrics.hedge(hedge.target(), won ? HedgeEnd.WON : HedgeEnd.LOST, won && first == null);
    return won
        ? settle(run, hedge, completion).plus(callOff(run, call, first, true, nowMs))
        : settle(run, call, completion).plus(callOff(run, hedge, second, true, nowMs));
  }

  /** Pays an attempt after which nothing is held for it. */
  Charge settle(Run run, PendingCall attempt, Completion completion) {
    Amounts spent = pay(run, attempt, completion, false);
    ledger.settle(attempt.tenant(), attempt.windowMs(), attempt.held(), spent);
    return new Charge(attempt.held(), spent, completion.outcome().usage(), 0);
  }

  /** The limit that forbids another attempt after this one, which may be billed. */
  Optional<Limit> forbidsAnother(Run run, PendingCall call, Completion completion) {
    return ledger.brokenBy(run, call.windowMs(), price(run, call, completion));
  }

  /** Pays an attempt after which another is made: what is held stays held for that one. */
  Charge payAndHold(Run run, PendingCall call, Completion completion) {
    Amounts spent = pay(run, call, completion, false);
    ledger.settle(call.tenant(), call.windowMs(), Amounts.NONE, spent);
    return new Charge(Amounts.NONE, spent, completion.outcome().usage(), 0);
  }

  /** Calls a call off, with all that is under way of it. */
  Charge cancel(Run run, PendingCall call, long nowMs) {
    forget(call);
    CalledOff first = mailbox.callOff(call.id(), nowMs);
    Charge charge = callOff(run, call, first, false, nowMs);
    if (call.hedge() == null) {
      return charge;
    }
    PendingCall hedge = call.asHedge();
    CalledOff second = mailbox.callOffHedge(call.id(), nowMs);
    metrics.hedge(hedge.target(), HedgeEnd.CALLED_OFF, first == null);
    return charge.plus(callOff(run, hedge, second, false, nowMs));
  }

  /** The place of a hedge that a restart hid is free, and so is what was held for it. */
  Charge forgetHedge(PendingCall call) {
    PendingCall hedge = call.asHedge();
    ledger.settle(hedge.tenant(), hedge.windowMs(), hedge.held(), Amounts.NONE);
    metrics.hedge(hedge.target(), HedgeEnd.HIDDEN, false);
    return new Charge(hedge.held(), Amounts.NONE, Usage.NONE, 0);
  }

  /**
   * Pays an attempt that was called off. What was under way at a model may be billed, and nobody
   * will say how much: unless it had just ended, it is paid by what it had said, or at the most it
   * could have cost where that is not known.
   *
   * @param off null if it was not under way
   */
  private Charge callOff(
      Run run, PendingCall call, @Nullable CalledOff off, boolean lost, long nowMs) {
    Amounts spent = Amounts.NONE;
    Usage usage = Usage.NONE;
    boolean wasUnderWay = off != null;
    if (off != null && off.known() != null) {
      spent = pay(run, call, off.known(), lost);
      usage = off.known().outcome().usage();
    } else if (off != null && call.kind() == Kind.MODEL) {
      Bill likely = likely(run, call, off.soFar(), nowMs);
      usage = likely.usage();
      spent = likely.spent();
      publishModel(run, call, "", usage, lost, spent.moneyNanos(), nowMs);
    } else if (wasUnderWay && call.kind() == Kind.EMBEDDING && of(run).embedder() != null) {
      spent = call.held();
      usage = Usage.of(call.held().tokens(), 0).asEstimate();
      publishEmbedding(run, call, usage, spent.moneyNanos(), nowMs);
    } else if (wasUnderWay && call.kind() == Kind.TOOL) {
      spent = call.held();
      publishTool(run, call, spent.moneyNanos(), nowMs);
    }
    ledger.settle(call.tenant(), call.windowMs(), call.held(), spent);
    return new Charge(call.held(), spent, usage, 0);
  }

  /**
   * What an attempt at a model is likely to be billed that was called off.
   *
   * @param soFar what it had come to by then; null if nobody can tell
   */
  private Bill likely(Run run, PendingCall call, @Nullable Usage soFar, long nowMs) {
    Amounts most = most(run, call, nowMs);
    if (soFar != null) {
      Amounts said = amounts(model(run, call), soFar, nowMs);
      if (said.moneyNanos() <= most.moneyNanos() && said.tokens() <= most.tokens()) {
        return new Bill(soFar, said);
      }
    }
    int input = call.input().total();
    return new Bill(Usage.of(input, Math.max(0, most.tokens() - input)).asEstimate(), most);
  }

  /**
   * The most an attempt at a model can cost. More may be held: for the fallbacks, which it did not
   * come to, and which may be dearer.
   */
  private Amounts most(Run run, PendingCall call, long nowMs) {
    ModelConfig model = model(run, call);
    if (!call.target().equals(call.firstTarget()) || of(run).predicts(run, call)) {
      return call.held();
    }
    int input = call.input().total();
    long tokens = Math.min(call.held().tokens(), (long) input + model.maxOutputTokens());
    long output = Math.max(0, tokens - input);
    long nanos = model.prices().worstCaseNanos(input, output, nowMs, nowMs);
    return Amounts.ofModelCall(Math.min(nanos, call.held().moneyNanos()), tokens);
  }

  /** In one transaction with all that follows from it; whoever waits for its lock is next. */
  private void forget(PendingCall call) {
    pendingCalls.delete(call.id());
    mailbox.unlock(call);
  }

  private Amounts pay(Run run, PendingCall call, Completion completion, boolean lost) {
    Amounts spent = price(run, call, completion);
    if (spent.equals(Amounts.NONE)) {
      return spent;
    }
    long nanos = spent.moneyNanos();
    if (call.kind() == Kind.MODEL) {
      Outcome<CallResult> outcome = completion.outcome();
      String served = servedModel(outcome);
      long endedAtMs = completion.endedAtMs();
      publishModel(run, call, served, outcome.usage(), lost, nanos, endedAtMs);
    } else if (call.kind() == Kind.EMBEDDING) {
      publishEmbedding(run, call, completion.outcome().usage(), nanos, completion.endedAtMs());
    } else {
      publishTool(run, call, nanos, completion.endedAtMs());
    }
    return spent;
  }

  /** What an attempt is billed, whether it succeeded or not. */
  private Amounts price(Run run, PendingCall call, Completion completion) {
    return switch (call.kind()) {
      case EMBEDDING -> priceOfEmbedding(of(run), completion.outcome());
      case MODEL -> priceOfModel(model(run, call), completion);
      case TOOL -> priceOfTool(of(run).tool(call.target()), completion.outcome());
    };
  }

  /** At the price of the instant at which the attempt ended. */
  private static Amounts priceOfEmbedding(Definition definition, Outcome<CallResult> outcome) {
    EmbedderConfig remote = definition.embedder();
    Usage usage = outcome.usage();
    return remote == null
        ? Amounts.NONE
        : Amounts.ofEmbedding(remote.amountNanos(usage), usage.totalTokens());
  }

  private static Amounts priceOfModel(ModelConfig model, Completion completion) {
    Outcome<CallResult> outcome = completion.outcome();
    Usage usage = outcome.usage();
    boolean billed = outcome instanceof Outcome.Succeeded || usage.totalTokens() > 0;
    return billed ? amounts(model, usage, completion.endedAtMs()) : Amounts.NONE;
  }

  private static Amounts amounts(ModelConfig model, Usage usage, long atMs) {
    return Amounts.ofModelCall(model.prices().at(atMs).amountNanos(usage), usage.totalTokens());
  }

  /** A tool that answered counts, even if its answer was no. */
  private static Amounts priceOfTool(Tool tool, Outcome<CallResult> outcome) {
    Failure failure =
        outcome instanceof Outcome.Failed<CallResult> failed ? failed.failure() : null;
    if (failure != null && failure.kind() != FailureKind.TOOL_ERROR) {
      return Amounts.NONE;
    }
    return Amounts.ofToolCall(failure == null ? tool.priceNanos() : 0);
  }

  private static String servedModel(Outcome<CallResult> outcome) {
    return outcome instanceof Outcome.Succeeded<CallResult> succeeded
            && succeeded.value() instanceof CallResult.ModelAnswer answer
        ? answer.response().model()
        : "";
  }

  private void publishModel(
      Run run, PendingCall call, String served, Usage usage, boolean lost, long nanos, long atMs) {
    CostEvent cost =
        of(run)
            .costs()
            .model(
                run,
                call.id(),
                call.attempt(),
                model(run, call),
                served,
                usage,
                call.input(),
                lost,
                nanos,
                atMs);
    publisher.cost(run.facts(), cost);
  }

  private void publishEmbedding(Run run, PendingCall call, Usage usage, long nanos, long atMs) {
    EmbedderConfig remote = Objects.requireNonNull(of(run).embedder());
    CostEvent cost =
        of(run).costs().embedding(run, call.id(), call.attempt(), remote, usage, nanos, atMs);
    publisher.cost(run.facts(), cost);
  }

  private void publishTool(Run run, PendingCall call, long nanos, long atMs) {
    if (nanos > 0) {
      CostEvent cost =
          of(run).costs().tool(run, call.id(), call.attempt(), call.target(), nanos, atMs);
      publisher.cost(run.facts(), cost);
    }
  }

  private ModelConfig model(Run run, PendingCall call) {
    return of(run).model(call.target());
  }

  private Definition of(Run run) {
    return definitions.of(run.facts());
  }
}
