// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

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
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Tool;
import dev.millrace.run.CallResult;
import dev.millrace.run.Charge;
import dev.millrace.run.HedgeEnd;
import dev.millrace.run.Run;
import dev.millrace.schemas.CostEvent;
import dev.millrace.state.PendingCalls;
import dev.millrace.wire.Costs;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pays for attempts: what was held is given back, what was spent is booked and published. */
final class CallDesk {
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
    ledger.settle(run, attempt.hold(), spent);
    return charge(run, attempt, attempt.held(), spent, completion);
  }

  /** The failure of a call that cannot have another attempt after this one, which may be billed. */
  Optional<CallResult.Failed> forbidsAnother(Run run, PendingCall call, Completion completion) {
    return ledger.forbidsAnother(run, call.hold(), price(run, call, completion));
  }

  /** Whether another attempt after this one can keep all that is held. */
  boolean holdsAnother(Run run, PendingCall call, Completion completion) {
    return ledger.holdsAnother(run, call.hold(), price(run, call, completion));
  }

  /** Pays an attempt after which another is made: what is held stays held for that one. */
  Charge payAndHold(Run run, PendingCall call, Completion completion) {
    Amounts spent = pay(run, call, completion, false);
    ledger.pay(run, call.hold(), spent);
    return charge(run, call, Amounts.NONE, spent, completion);
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

  /** A hedge that a restart hid may be billed: it is paid, and its place is free. */
  Charge payHiddenHedge(Run run, PendingCall call, long nowMs) {
    PendingCall hedge = call.asHedge();
    metrics.hedge(hedge.target(), HedgeEnd.HIDDEN, false);
    return callOff(run, hedge, null, false, nowMs);
  }

  /** The failure of a call that cannot be made again after an attempt that a restart hid. */
  Optional<CallResult.Failed> forbidsAfterHidden(Run run, PendingCall call, long nowMs) {
    return ledger.forbidsAnother(run, call.hold(), atMost(run, call, nowMs).spent());
  }

  /** Whether another attempt after one that a restart hid can keep all that is held. */
  boolean holdsAfterHidden(Run run, PendingCall call, long nowMs) {
    return ledger.holdsAnother(run, call.hold(), atMost(run, call, nowMs).spent());
  }

  /**
   * Pays an attempt that a restart hid out of what is held; the next is to be reserved for anew.
   */
  Charge settleHidden(Run run, PendingCall call, long nowMs) {
    return callOff(run, call, null, false, nowMs);
  }

  /** Pays an attempt that a restart hid; what is held stays held for the next. */
  Charge payHidden(Run run, PendingCall call, long nowMs) {
    Estimate most = atMost(run, call, nowMs).unknown();
    publish(run, call, most, false, nowMs);
    ledger.pay(run, call.hold(), most.spent());
    return charge(run, call, Amounts.NONE, most.spent(), most.usage(), nowMs);
  }

  /**
   * Ends a call of which a restart hid the last attempt: that is paid out of what is held, and
   * nothing is left for another.
   */
  Charge closeHidden(Run run, PendingCall call, long nowMs) {
    forget(call);
    return settleHidden(run, call, nowMs);
  }

  /**
   * Pays an attempt that was called off. What was under way at a model may be billed, and nobody
   * will say how much: unless it had just ended, it is paid by what it had said, or at the most it
   * could have cost where that is not known. So is what a restart hid.
   *
   * @param off null if it was not under way, as far as is known
   */
  private Charge callOff(
      Run run, PendingCall call, @Nullable CalledOff off, boolean lost, long nowMs) {
    Amounts spent = Amounts.NONE;
    Usage usage = Usage.NONE;
    long atMs = nowMs;
    if (off != null && off.known() != null) {
      spent = pay(run, call, off.known(), lost);
      usage = off.known().outcome().usage();
      atMs = off.known().endedAtMs();
    } else if (off != null || call.left()) {
      Estimate likely = likely(run, call, off == null ? null : off.soFar(), nowMs);
      publish(run, call, off == null ? likely.unknown() : likely, lost, nowMs);
      spent = likely.spent();
      usage = likely.usage();
    }
    ledger.settle(run, call.hold(), spent);
    return charge(run, call, call.held(), spent, usage, atMs);
  }

  private Charge charge(
      Run run, PendingCall call, Amounts released, Amounts spent, Completion completion) {
    Usage usage = completion.outcome().usage();
    return charge(run, call, released, spent, usage, completion.endedAtMs());
  }

  private Charge charge(
      Run run, PendingCall call, Amounts released, Amounts spent, Usage usage, long atMs) {
    long saved = savedByPromptCache(run, call, usage, atMs);
    return Charge.of(released, spent, usage, call.input(), saved);
  }

  /** At the price at which it is paid; nothing of what is not billed, for that has no input. */
  private long savedByPromptCache(Run run, PendingCall call, Usage usage, long atMs) {
    ModelConfig model = call.kind() == Kind.MODEL ? findModel(run, call) : null;
    return model == null || usage.inputTokens() == 0
        ? 0
        : model.prices().at(atMs).savedNanos(usage);
  }

  /**
   * What an attempt may be billed of which nobody says.
   *
   * @param hidden whether a restart hid it, so that not even this is known, whether it was made
   */
  private record Estimate(Amounts spent, Usage usage, boolean hidden) {
    Estimate unknown() {
      return new Estimate(spent, usage, true);
    }
  }

  /**
   * What an attempt is likely to be billed that was called off.
   *
   * @param soFar what it had come to by then; null if nobody can tell
   */
  private Estimate likely(Run run, PendingCall call, @Nullable Usage soFar, long nowMs) {
    Estimate most = atMost(run, call, nowMs);
    ModelConfig model = call.kind() == Kind.MODEL ? findModel(run, call) : null;
    if (soFar != null && model != null) {
      Amounts said = amounts(model, soFar, nowMs);
      if (said.moneyNanos() <= most.spent().moneyNanos()
          && said.tokens() <= most.spent().tokens()) {
        return new Estimate(said, soFar, false);
      }
    }
    return most;
  }

  private Estimate atMost(Run run, PendingCall call, long nowMs) {
    return switch (call.kind()) {
      case MODEL -> {
        Amounts spent = most(run, call, nowMs);
        int input = call.input().total();
        yield new Estimate(
            spent, Usage.of(input, Math.max(0, spent.tokens() - input)).asEstimate(), false);
      }
      case EMBEDDING ->
          of(run).embedder() == null
              ? new Estimate(Amounts.NONE, Usage.NONE, false)
              : new Estimate(call.held(), Usage.of(call.held().tokens(), 0).asEstimate(), false);
      case TOOL -> new Estimate(call.held(), Usage.NONE, false);
    };
  }

  private void publish(Run run, PendingCall call, Estimate estimate, boolean lost, long nowMs) {
    long nanos = estimate.spent().moneyNanos();
    Usage usage = estimate.usage();
    switch (call.kind()) {
      case MODEL -> publishModel(run, call, "", usage, lost, estimate.hidden(), nanos, nowMs);
      case EMBEDDING -> {
        if (!estimate.spent().equals(Amounts.NONE)) {
          publishEmbedding(run, call, usage, estimate.hidden(), nanos, nowMs);
        }
      }
      case TOOL -> publishTool(run, call, estimate.hidden(), nanos, nowMs);
    }
  }

  /**
   * The most an attempt at a model can cost. More may be held: for the fallbacks, which it did not
   * come to, and which may be dearer.
   */
  private Amounts most(Run run, PendingCall call, long nowMs) {
    ModelConfig model = findModel(run, call);
    boolean mayBeDearer = !call.target().equals(call.firstTarget());
    if (model == null || mayBeDearer || of(run).predicts(run, call)) {
      return call.held();
    }
    long tokens =
        Math.min(call.held().tokens(), (long) call.input().total() + model.maxOutputTokens());
    long input = Math.min(tokens, call.input().total());
    long output = tokens - input;
    long nanos = model.prices().worstCaseNanos(input, output, nowMs, nowMs);
    return Amounts.ofModelCall(Math.min(nanos, call.held().moneyNanos()), input, output);
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
      publishModel(run, call, served, outcome.usage(), lost, false, nanos, endedAtMs);
    } else if (call.kind() == Kind.EMBEDDING) {
      Usage usage = completion.outcome().usage();
      publishEmbedding(run, call, usage, false, nanos, completion.endedAtMs());
    } else {
      publishTool(run, call, isHidden(completion), nanos, completion.endedAtMs());
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
    long nanos = model.prices().at(atMs).amountNanos(usage);
    return Amounts.ofModelCall(nanos, usage.inputTokens(), usage.outputTokens());
  }

  /**
   * A tool that answered counts, even if its answer was no. So does one that a restart hid, at what
   * an answer costs.
   */
  private static Amounts priceOfTool(Tool tool, Outcome<CallResult> outcome) {
    FailureKind failure =
        outcome instanceof Outcome.Failed<CallResult> failed ? failed.failure().kind() : null;
    if (failure == null || failure == FailureKind.UNKNOWN_OUTCOME) {
      return Amounts.ofToolCall(tool.priceNanos());
    }
    return failure == FailureKind.TOOL_ERROR ? Amounts.ofToolCall(0) : Amounts.NONE;
  }

  /** Only a restart hides whether a tool was called; else its client says what went wrong. */
  private static boolean isHidden(Completion completion) {
    return completion.outcome() instanceof Outcome.Failed<CallResult> failed
        && failed.failure().kind() == FailureKind.UNKNOWN_OUTCOME;
  }

  private static String servedModel(Outcome<CallResult> outcome) {
    return outcome instanceof Outcome.Succeeded<CallResult> succeeded
            && succeeded.value() instanceof CallResult.ModelAnswer answer
        ? answer.response().model()
        : "";
  }

  private void publishModel(
      Run run,
      PendingCall call,
      String served,
      Usage usage,
      boolean lost,
      boolean hidden,
      long nanos,
      long atMs) {
    Costs costs = of(run).costs();
    ModelConfig model = findModel(run, call);
    String gone = call.target();
    CostEvent cost =
        model == null
            ? costs.modelThatIsGone(
                run, call.id(), call.attempt(), gone, usage, call.input(), nanos, atMs)
            : costs.model(
                run,
                call.id(),
                call.attempt(),
                model,
                served,
                usage,
                call.input(),
                lost,
                nanos,
                atMs);
    cost.setDowngradedFrom(call.downgradedFrom());
    cost.setOutcomeUnknown(hidden);
    publisher.cost(run.facts(), cost);
    long saved = savedByPromptCache(run, call, usage, atMs);
    if (model != null && saved != 0) {
      publisher.cost(
          run.facts(),
          costs.savedByPromptCache(run, call.id(), call.attempt(), model, saved, atMs));
    }
  }

  private void publishEmbedding(
      Run run, PendingCall call, Usage usage, boolean hidden, long nanos, long atMs) {
    EmbedderConfig remote = Objects.requireNonNull(of(run).embedder());
    CostEvent cost =
        of(run)
            .costs()
            .embedding(run, call.id(), call.attempt(), remote, usage, call.input(), nanos, atMs);
    cost.setOutcomeUnknown(hidden);
    publisher.cost(run.facts(), cost);
  }

  private void publishTool(Run run, PendingCall call, boolean hidden, long nanos, long atMs) {
    if (nanos > 0) {
      CostEvent cost =
          of(run).costs().tool(run, call.id(), call.attempt(), call.target(), nanos, atMs);
      cost.setOutcomeUnknown(hidden);
      publisher.cost(run.facts(), cost);
    }
  }

  /** Null if the file has it no more. */
  private @Nullable ModelConfig findModel(Run run, PendingCall call) {
    return of(run).findModel(call.target()).orElse(null);
  }

  private ModelConfig model(Run run, PendingCall call) {
    return of(run).model(call.target());
  }

  private Definition of(Run run) {
    return definitions.of(run.facts());
  }
}
