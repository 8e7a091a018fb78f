// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definitions;
import dev.millrace.engine.Mailbox;
import dev.millrace.engine.PendingCall;
import dev.millrace.prompt.Answer;
import dev.millrace.prompt.RunView;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.Classifying;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.run.Run;
import dev.millrace.run.RunEvent;
import dev.millrace.run.RunId;
import dev.millrace.run.Transition;
import dev.millrace.run.Waiting;
import dev.millrace.run.Working;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import dev.millrace.state.PendingCalls;
import dev.millrace.state.RunStore;
import dev.millrace.state.Stores;
import dev.millrace.wire.ProgressEvents;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Joins what comes back: tells the run what happened, writes where it is now, calls off what nobody
 * needs, and either lets the next step follow or publishes the result.
 */
final class FanInProcessor implements Processor<RunId, Signal, Object, Object> {
  private final Shared shared;
  private final Definitions definitions;

  private ProcessorContext<Object, Object> context;
  private RunStore runs;
  private PendingCalls pendingCalls;
  private AnsweredRequests answered;
  private Mailbox mailbox;
  private CallDesk desk;
  private Publisher publisher;
  private AlarmBell alarms;
  private HandOver handOver;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  FanInProcessor(Shared shared) {
    this.shared = shared;
    this.definitions = shared.definitions();
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    runs = Stores.runs(context::getStateStore);
    pendingCalls = Stores.pendingCalls(context::getStateStore);
    answered = AnsweredRequests.of(shared, context::getStateStore);
    mailbox = context.getStateStore(Mailbox.NAME);
    publisher = new Publisher(context, shared.metrics(), mailbox.notices());
    Ledger ledger = new Ledger(definitions, Stores.budgets(context::getStateStore));
    alarms = new AlarmBell(definitions, shared.metrics(), publisher);
    desk = new CallDesk(shared, ledger, pendingCalls, mailbox, publisher);
    handOver = new HandOver(shared, ledger, mailbox, publisher);
  }

  @Override
  public void process(Record<RunId, Signal> record) {
    Signal signal = record.value();
    if (signal instanceof Signal.Refused refused) {
      refuse(refused);
      return;
    }
    Run run = runs.get(signal.run());
    if (run == null) {
      return; // It has ended meanwhile.
    }
    long nowMs = context.currentSystemTimeMs();
    if (signal instanceof Signal.CallEnded ended) {
      callEnded(run, ended, nowMs);
    } else if (signal instanceof Signal.CallRefused refused) {
      callRefused(run, refused, nowMs);
    } else if (signal instanceof Signal.Permitted permitted) {
      apply(run, run.on(new RunEvent.Permitted(permitted.permit()), nowMs), null, nowMs);
    } else if (signal instanceof Signal.Denied denied) {
      apply(run, run.on(new RunEvent.Denied(denied.why()), nowMs), null, nowMs);
    } else if (signal instanceof Signal.Cancel cancel) {
      cancel(run, cancel, nowMs);
    } else if (signal instanceof Signal.Ended ended) {
      apply(run, run.stop(ended.ending()), null, nowMs);
    } else {
      apply(run, run.on(new RunEvent.TimeCame(), nowMs), null, nowMs);
    }
  }

  /** A run id can be guessed; the tenant that owns it cannot be borrowed. */
  private void cancel(Run run, Signal.Cancel cancel, long nowMs) {
    if (run.facts().tenant().equals(cancel.tenant())) {
      apply(run, run.on(new RunEvent.Cancel(cancel.why()), nowMs), null, nowMs);
    }
  }

  private void callEnded(Run run, Signal.CallEnded ended, long nowMs) {
    publishSaving(run, ended);
    RunEvent event = new RunEvent.CallEnded(ended.call(), ended.result(), ended.charge());
    Transition transition =
        alarms.heard(run.on(event, nowMs), ended.charge(), ended.call().step(), nowMs);
    if (run instanceof Classifying) {
      shared.metrics().moved(run, transition.next(), null);
      runs.put(transition.next());
      mailbox.classified(run.facts().id(), ended.result());
      return;
    }
    apply(run, transition, part(ended), nowMs);
  }

  /** What waits for permission has not ended. */
  private void callRefused(Run run, Signal.CallRefused refused, long nowMs) {
    if (run instanceof Classifying) {
      callEnded(run, refused.asEnded(), nowMs);
      return;
    }
    Transition transition = run.on(new RunEvent.Refused(refused.call(), refused.failure()), nowMs);
    boolean waits = transition.next() instanceof Working next && next.waitsFor(refused.call().id());
    apply(run, transition, waits ? null : part(refused.asEnded()), nowMs);
  }

  private static Part part(Signal.CallEnded ended) {
    return new Part(
        ended.call(), ended.name(), ended.result(), ended.startedAtMs(), ended.endedAtMs());
  }

  private void publishSaving(Run run, Signal.CallEnded ended) {
    if (ended.result() instanceof CallResult.ToolAnswer tool
        && tool.fromCache()
        && ended.charge().saved().toolCacheNanos() > 0) {
      long nanos = ended.charge().saved().toolCacheNanos();
      CostEvent saved =
          definitions
              .of(run.facts())
              .costs()
              .saved(run, ended.call(), ended.name(), nanos, ended.endedAtMs());
      publisher.cost(run.facts(), saved);
    }
  }

  private void apply(Run before, Transition transition, @Nullable Part part, long nowMs) {
    Ending ending = transition.ending();
    List<Part> parts = part == null ? List.of() : List.of(part);
    Run next = transition.next();
    for (CallId call : transition.cancelled()) {
      PendingCall pending = pendingCalls.get(call);
      if (pending != null) {
        parts = with(handOver.doubt(pending, ending, nowMs), parts);
        next = next.paid(call, desk.cancel(next, pending, nowMs));
      }
    }
    shared.metrics().moved(before, transition.next(), ending);
    handOver.tellOfDoubts(parts, runs, next, nowMs);
    if (ending != null) {
      end(next, ending, parts, nowMs);
      return;
    }
    parts.forEach(runs::keep);
    goOn(before, next);
  }

  private static List<Part> with(Optional<Part> more, List<Part> parts) {
    return more.map(one -> Stream.concat(parts.stream(), Stream.of(one)).toList()).orElse(parts);
  }

  private void goOn(Run before, Run next) {
    if (!next.equals(before)) {
      runs.put(next);
    }
    tellOfWaiting(before, next);
    if (next.endsByMs() != before.endsByMs()) {
      mailbox.wakeRunAt(next.facts().id(), next.endsByMs());
    }
    if (!next.wanted().isEmpty()) {
      mailbox.step(next.facts().id());
    }
  }

  private void tellOfWaiting(Run before, Run next) {
    boolean waited = before instanceof Working from && from.work() instanceof Waiting;
    Waiting waiting = next instanceof Working to && to.work() instanceof Waiting now ? now : null;
    if (waited == (waiting != null)) {
      return;
    }
    long nowMs = context.currentSystemTimeMs();
    publisher.progress(
        next.facts(),
        () ->
            waiting == null
                ? ProgressEvents.permitted(next, nowMs)
                : ProgressEvents.permissionAsked(next, waiting, nowMs));
    mailbox.resultWaits();
  }

  private void end(Run run, Ending ending, List<Part> last, long nowMs) {
    RunView view = runs.view(run).with(last);
    Answer answer = definitions.of(run.facts()).planner().answer(view, ending);
    if (answer.escalated()) {
      handOver.atLimit(view, ending, nowMs);
    }
    Result result = answered.store(view, ending, answer, nowMs);
    publisher.result(run.facts().recordKey(), result);
    String status = ending.status().word();
    publisher.progress(run.facts(), () -> ProgressEvents.ended(run, status, nowMs));
    runs.remove(view);
    mailbox.runEnded(run.facts().id());
  }

  private void refuse(Signal.Refused refused) {
    long nowMs = context.currentSystemTimeMs();
    Result result =
        definitions
            .of(refused.facts())
            .results()
            .refused(refused.facts(), refused.inquiry(), refused.ending(), nowMs);
    answered.store(refused.run(), result, nowMs);
    publisher.result(refused.facts().recordKey(), result);
    mailbox.resultWaits();
  }
}
