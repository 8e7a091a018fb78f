// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static java.util.Comparator.comparing;

import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.engine.Mailbox;
import dev.millrace.engine.OutboundCall;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.engine.Waiters;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.Lack;
import dev.millrace.prompt.Aim;
import dev.millrace.prompt.CheaperModels;
import dev.millrace.prompt.PlannedCall;
import dev.millrace.prompt.RunView;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Charge;
import dev.millrace.run.Run;
import dev.millrace.run.RunId;
import dev.millrace.run.StepLimit;
import dev.millrace.state.CachedTool;
import dev.millrace.state.RunStore;
import dev.millrace.state.Stores;
import dev.millrace.wire.ProgressEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns what a run wants into its next step: the calls that fly together. What a cache knows, a
 * budget refuses or a tool's schema forbids never leaves, and goes to fan-in at once.
 */
final class FanOutProcessor implements Processor<RunId, Signal, Object, Object> {
  private final Shared shared;
  private final Definitions definitions;

  private ProcessorContext<Object, Object> context;
  private RunStore runs;
  private Ledger ledger;
  private ToolCache toolCache;
  private Mailbox mailbox;
  private Publisher publisher;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  FanOutProcessor(Shared shared) {
    this.shared = shared;
    this.definitions = shared.definitions();
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    runs = Stores.runs(context::getStateStore);
    ledger = new Ledger(definitions, Stores.budgets(context::getStateStore));
    toolCache = new ToolCache(definitions, Stores.toolCache(context::getStateStore));
    mailbox = context.getStateStore(Mailbox.NAME);
    publisher = new Publisher(context, shared.metrics(), mailbox.notices());
  }

  @Override
  public void process(Record<RunId, Signal> record) {
    Run run = runs.get(record.key());
    if (run != null && !run.wanted().isEmpty()) {
      new Step(run, exhausted(record), context.currentSystemTimeMs()).take();
    }
  }

  private static Exhausted exhausted(Record<RunId, Signal> record) {
    return record.value() instanceof Signal.GrantsCame came ? came.exhausted() : Exhausted.NONE;
  }

  /** A step of a run while it is put together: none of its calls leaves until all can. */
  private final class Step {
    private final Run found;
    private final Exhausted exhausted;
    private final long nowMs;
    private final RunView view;
    private final Definition definition;
    private final Fitting fitting;
    private final CheaperModels cheaper;
    private final List<Signal.CallWanted> leaving = new ArrayList<>();
    private final List<Signal> known = new ArrayList<>();
    private Run run;

    Step(Run found, Exhausted exhausted, long nowMs) {
      StepLimit steps = ledger.steps(found);
      this.found = found;
      this.exhausted = exhausted;
      this.nowMs = nowMs;
      run = steps.within(found);
      view = runs.view(run);
      definition = definitions.of(run.facts());
      fitting = new Fitting(ledger, definition, steps, exhausted, nowMs);
      cheaper = ledger.downgrades(run, nowMs);
    }

    void take() {
      for (CallSpec spec : run.wantedByNeed()) {
        List<Lack> lacks = add(spec);
        if (!lacks.isEmpty()) {
          waitForGrants(lacks);
          return;
        }
      }
      launch();
      // What is known may end the run, and then calls off what has left: so that goes first.
      leaving.sort(comparing(wanted -> wanted.pending().id()));
      leaving.forEach(this::leave);
      known.forEach(signal -> send(signal, nowMs));
    }

    /** Says what it lacks, if it may have it of other partitions. */
    private List<Lack> add(CallSpec spec) {
      PlannedCall whole = definition.planner().plan(view, spec, Aim.NONE, nowMs);
      PlannedCall affordable = cheaper.of(definition.planner(), view, spec, whole, nowMs);
      PlannedCall planned = cached(view, affordable, nowMs);
      if (planned instanceof PlannedCall.ToSend call) {
        return reserve(spec, call, target(whole));
      }
      PlannedCall.Known told = (PlannedCall.Known) planned;
      known.add(known(spec, told.name(), told.result(), told.charge(), nowMs));
      return List.of();
    }

    private List<Lack> reserve(CallSpec spec, PlannedCall.ToSend call, String wanted) {
      Fitting.Answer answer = fitting.fit(view, run, spec, call);
      if (answer instanceof Fitting.Waits waits) {
        return waits.lacks();
      }
      if (answer instanceof Fitting.Fits fits) {
        run = fits.run();
        String downgradedFrom = wanted.equals(call.target()) ? "" : wanted;
        PendingCall pending = pending(definition, run, fits, downgradedFrom, nowMs);
        leaving.add(new Signal.CallWanted(pending, fits.call(), run.facts()));
      } else {
        CallResult.Failed refused = ((Fitting.Refused) answer).failure();
        known.add(new Signal.CallRefused(spec, call.name(), refused, nowMs));
      }
      return List.of();
    }

    /** The run goes on wanting the calls of this step. */
    private void waitForGrants(List<Lack> lacks) {
      for (Signal.CallWanted wanted : leaving) {
        ledger.settle(found, wanted.pending().hold(), Amounts.NONE);
      }
      mailbox.awaitGrants(new Waiters.OfRun(found.facts().id()), lacks, exhausted);
    }

    private void launch() {
      int step = view.run().wanted().get(0).id().step();
      Run launched = run.launched(nowMs);
      shared.metrics().moved(found, launched, null);
      runs.put(launched);
      if (launched.wakeAtMs() < launched.endsByMs()) {
        mailbox.wakeRunAt(launched.facts().id(), launched.wakeAtMs());
      }
      publisher.progress(launched.facts(), () -> ProgressEvents.stepStarted(launched, step, nowMs));
    }

    private void leave(Signal.CallWanted wanted) {
      PendingCall pending = wanted.pending();
      shared.metrics().trimmed(pending.trim());
      if (!pending.downgradedFrom().isEmpty()) {
        shared.metrics().downgraded(pending.downgradedFrom(), wanted.planned().target());
      }
      send(wanted, nowMs);
    }
  }

  private static String target(PlannedCall planned) {
    return planned instanceof PlannedCall.ToSend toSend ? toSend.target() : "";
  }

  private PlannedCall cached(RunView view, PlannedCall planned, long nowMs) {
    if (planned instanceof PlannedCall.ToSend toSend
        && toSend.call() instanceof OutboundCall.ToTool call) {
      Optional<CachedTool> hit = toolCache.get(view.run().facts(), call, nowMs);
      if (hit.isPresent()) {
        return new PlannedCall.Known(toSend.name(), Kind.TOOL, answer(hit.get()), saved(hit.get()));
      }
    }
    return planned;
  }

  private static CallResult answer(CachedTool hit) {
    return new CallResult.ToolAnswer(hit.content(), hit.tokens(), true);
  }

  private static Charge saved(CachedTool hit) {
    return Charge.savedByToolCache(hit.costNanos());
  }

  private static PendingCall pending(
      Definition definition, Run run, Fitting.Fits fits, String downgradedFrom, long nowMs) {
    PlannedCall.ToSend call = fits.call();
    String target = call.target();
    boolean atMostOnce = call.kind() == Kind.TOOL && definition.tool(target).atMostOnce();
    return PendingCall.first(
        fits.spec(),
        run.facts().tenant(),
        call.kind(),
        target,
        call.input(),
        fits.hold(),
        atMostOnce,
        call.lockKey(),
        fits.trim(),
        downgradedFrom,
        nowMs);
  }

  private static Signal known(
      CallSpec spec, String name, CallResult result, Charge charge, long nowMs) {
    return new Signal.CallEnded(spec.id(), name, result, charge, nowMs, nowMs);
  }

  private void send(Signal signal, long nowMs) {
    String node = Node.FAN_IN;
    if (signal instanceof Signal.CallWanted wanted) {
      node = wanted.planned().kind() == Kind.TOOL ? Node.TOOL_CALLS : Node.MODEL_CALLS;
    }
    context.forward(new Record<>(signal.run(), signal, nowMs), node);
  }
}
