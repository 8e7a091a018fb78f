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
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget.Limit;
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Tool;
import dev.millrace.run.CallResult;
import dev.millrace.run.Charge;
import dev.millrace.run.Run;
import dev.millrace.schemas.CostEvent;
import dev.millrace.state.PendingCalls;
import java.util.Objects;
import java.util.Optional;

/** Pays for attempts: what was held is given back, what was spent is booked and published. */
final class CallDesk {
  private final Definitions definitions;
  private final Ledger ledger;
  private final PendingCalls pendingCalls;
  private final Mailbox mailbox;
  private final Publisher publisher;

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
  }

  /** Ends a call for good: its promise is kept, its last attempt paid. */
  Charge close(Run run, PendingCall call, Completion completion) {
    forget(call);
    Amounts spent = pay(run, call, completion);
    ledger.settle(call.tenant(), call.windowMs(), call.held(), spent);
    return new Charge(call.held(), spent, completion.outcome().usage(), 0);
  }

  /** The limit that forbids another attempt after this one, which may be billed. */
  Optional<Limit> forbidsAnother(Run run, PendingCall call, Completion completion) {
    return ledger.brokenBy(run, call.windowMs(), price(run, call, completion));
  }

  /** Pays an attempt after which another is made: what is held stays held for that one. */
  Charge payAndHold(Run run, PendingCall call, Completion completion) {
    Amounts spent = pay(run, call, completion);
    ledger.settle(call.tenant(), call.windowMs(), Amounts.NONE, spent);
    return new Charge(Amounts.NONE, spent, completion.outcome().usage(), 0);
  }

  /**
   * Calls a call off. What was under way at a model may be billed, and nobody will say how much: it
   * is paid at the most it could have cost.
   */
  Charge cancel(Run run, PendingCall call, long nowMs) {
    forget(call);
    boolean wasUnderWay = mailbox.cancel(call.id());
    Amounts spent = Amounts.NONE;
    Usage usage = Usage.NONE;
    if (wasUnderWay && call.kind() == Kind.MODEL) {
      spent = call.held();
      int input = call.input().total();
      usage = Usage.of(input, Math.max(0, call.held().tokens() - input)).asEstimate();
      publishModel(run, call, "", usage, spent.moneyNanos(), nowMs);
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

  /** In one transaction with all that follows from it; whoever waits for its lock is next. */
  private void forget(PendingCall call) {
    pendingCalls.delete(call.id());
    mailbox.unlock(call);
  }

  private Amounts pay(Run run, PendingCall call, Completion completion) {
    Amounts spent = price(run, call, completion);
    if (spent.equals(Amounts.NONE)) {
      return spent;
    }
    long nanos = spent.moneyNanos();
    if (call.kind() == Kind.MODEL) {
      Outcome<CallResult> outcome = completion.outcome();
      String served = servedModel(outcome);
      publishModel(run, call, served, outcome.usage(), nanos, completion.endedAtMs());
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
    return billed
        ? Amounts.ofModelCall(
            model.prices().at(completion.endedAtMs()).amountNanos(usage), usage.totalTokens())
        : Amounts.NONE;
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
      Run run, PendingCall call, String served, Usage usage, long nanos, long atMs) {
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
