// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.engine.Mailbox;
import dev.millrace.engine.OutboundCall;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.engine.Waiters;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Pot;
import dev.millrace.prompt.CallPlanner;
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
import org.jspecify.annotations.Nullable;

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
    toolCache = new ToolCache(definitions, shared.stores().toolCache(context::getStateStore));
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
    List<Signal> leaving = new ArrayList<>();
    List<Signal> known = new ArrayList<>();
    RunView view = runs.view(run);
    Definition definition = definitions.of(run.facts());
    CallPlanner planner = definition.planner();
    Run next = run;
    for (CallSpec spec : run.wanted()) {
      PlannedCall planned = cached(view, planner.plan(view, spec, null, nowMs), nowMs);
      if (planned instanceof PlannedCall.ToSend toSend) {
        Ledger.Answer answer = hold(steps, next, spec, toSend.worst(), nowMs);
        if (answer instanceof Ledger.Lacks lacking && !lacking.isFinal(exhausted(record))) {
          waitForGrants(run, leaving, lacking);
          return;
        }
        if (answer instanceof Ledger.Held held) {
          next = held.run();
          PendingCall pending = pending(definition, run, spec, toSend, held, nowMs);
          leaving.add(new Signal.CallWanted(pending, toSend, run.facts()));
        } else {
          CallResult.Failed refused = ((Ledger.NotHeld) answer).failure();
          known.add(new Signal.CallRefused(spec, toSend.name(), refused, nowMs));
        }
      } else {
        PlannedCall.Known told = (PlannedCall.Known) planned;
        known.add(known(spec, told.name(), told.result(), told.charge(), nowMs));
      }
    }
    launch(found, next, run.wanted().get(0).id().step(), nowMs);
    // What is known may end the run, and then calls off what has left: so that goes first.
    leaving.forEach(signal -> send(signal, nowMs));
    known.forEach(signal -> send(signal, nowMs));
  }

  private static @Nullable Pot exhausted(Record<RunId, Signal> record) {
    return record.value() instanceof Signal.GrantsCame came ? came.exhausted() : null;
  }

  /** The run goes on wanting the calls of this step, of which none leaves until all can. */
  private void waitForGrants(Run run, List<Signal> leaving, Ledger.Lacks lacking) {
    for (Signal signal : leaving) {
      ledger.settle(run, ((Signal.CallWanted) signal).pending().hold(), Amounts.NONE);
    }
    mailbox.awaitGrants(new Waiters.OfRun(run.facts().id()), lacking.lacks());
  }

  private Ledger.Answer hold(StepLimit steps, Run run, CallSpec spec, Amounts worst, long nowMs) {
    Optional<CallResult.Failed> refused = steps.refuses(run, spec);
    return refused.isPresent()
        ? new Ledger.Refused(refused.get())
        : ledger.reserve(run, worst, nowMs);
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
      Definition definition,
      Run run,
      CallSpec spec,
      PlannedCall.ToSend planned,
      Ledger.Held held,
      long nowMs) {
    String target = planned.target();
    boolean atMostOnce = planned.kind() == Kind.TOOL && definition.tool(target).atMostOnce();
    return PendingCall.first(
        spec,
        run.facts().tenant(),
        planned.kind(),
        target,
        planned.input(),
        held.hold(),
        atMostOnce,
        planned.lockKey(),
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
