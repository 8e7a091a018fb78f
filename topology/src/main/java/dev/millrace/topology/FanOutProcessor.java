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
    Run found = runs.get(record.key());
    if (found == null || found.wanted().isEmpty()) {
      return;
    }
    StepLimit steps = ledger.steps(found);
    Run run = steps.within(found);
    long nowMs = context.currentSystemTimeMs();
    List<Signal.CallWanted> leaving = new ArrayList<>();
    List<Signal> known = new ArrayList<>();
    RunView view = runs.view(run);
    Definition definition = definitions.of(run.facts());
    Exhausted exhausted = exhausted(record);
    Fitting fitting = new Fitting(ledger, definition, steps, exhausted, nowMs);
    CheaperModels cheaper = ledger.downgrades(run, nowMs);
    Run next = run;
    for (CallSpec spec : run.wantedByNeed()) {
      PlannedCall whole = definition.planner().plan(view, spec, Aim.NONE, nowMs);
      String from = target(whole);
      PlannedCall affordable = cheaper.of(definition.planner(), view, spec, whole, nowMs);
      PlannedCall planned = cached(view, affordable, nowMs);
      if (planned instanceof PlannedCall.ToSend toSend) {
        Fitting.Answer answer = fitting.fit(view, next, spec, toSend);
        if (answer instanceof Fitting.Waits waits) {
          waitForGrants(run, leaving, waits.lacks(), exhausted);
          return;
        }
        if (answer instanceof Fitting.Fits fits) {
          next = fits.run();
          shared.metrics().trimmed(fits.trim());
          String downgradedFrom = from.equals(toSend.target()) ? "" : from;
          if (!downgradedFrom.isEmpty()) {
            shared.metrics().downgraded(from, toSend.target());
          }
          PendingCall pending = pending(definition, run, fits, downgradedFrom, nowMs);
          leaving.add(new Signal.CallWanted(pending, fits.call(), run.facts()));
        } else {
          CallResult.Failed refused = ((Fitting.Refused) answer).failure();
          known.add(new Signal.CallRefused(spec, toSend.name(), refused, nowMs));
        }
      } else {
        PlannedCall.Known told = (PlannedCall.Known) planned;
        known.add(known(spec, told.name(), told.result(), told.charge(), nowMs));
      }
    }
    launch(found, next, run.wanted().get(0).id().step(), nowMs);
    // What is known may end the run, and then calls off what has left: so that goes first.
    leaving.sort(comparing(wanted -> wanted.pending().id()));
    leaving.forEach(signal -> send(signal, nowMs));
    known.forEach(signal -> send(signal, nowMs));
  }

  private static Exhausted exhausted(Record<RunId, Signal> record) {
    return record.value() instanceof Signal.GrantsCame came ? came.exhausted() : Exhausted.NONE;
  }

  /** The run goes on wanting the calls of this step, of which none leaves until all can. */
  private void waitForGrants(
      Run run, List<Signal.CallWanted> leaving, List<Lack> lacks, Exhausted exhausted) {
    for (Signal.CallWanted wanted : leaving) {
      ledger.settle(run, wanted.pending().hold(), Amounts.NONE);
    }
    mailbox.awaitGrants(new Waiters.OfRun(run.facts().id()), lacks, exhausted);
  }

  private void launch(Run found, Run run, int step, long nowMs) {
    Run launched = run.launched(nowMs);
    shared.metrics().moved(found, launched, null);
    runs.put(launched);
    if (launched.wakeAtMs() < launched.endsByMs()) {
      mailbox.wakeRunAt(launched.facts().id(), launched.wakeAtMs());
    }
    publisher.progress(launched.facts(), () -> ProgressEvents.stepStarted(launched, step, nowMs));
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
