// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.engine.Completion;
import dev.millrace.engine.Mailbox;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.engine.Seat;
import dev.millrace.kafka.AtCommit;
import dev.millrace.kafka.Loop;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.ledger.Exhausted;
import dev.millrace.run.CallId;
import dev.millrace.run.Classifying;
import dev.millrace.run.Ending;
import dev.millrace.run.Run;
import dev.millrace.run.RunId;
import dev.millrace.state.HeldChanges;
import dev.millrace.state.PendingCalls;
import dev.millrace.state.RunStore;
import dev.millrace.state.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Moves runs on: takes whatever is next out of the task's mailbox, and gives it to the processor
 * whose work it is. The only processor with a punctuator, which is armed only while something
 * lives: each firing costs a transaction.
 *
 * <p>Is exclusively owned by the stream thread. The same instance may be closed and started again.
 */
final class AdvanceProcessor implements Processor<RunId, Signal, Object, Object> {
  private static final Duration EVERY_TURN = Duration.ofMillis(1);

  /** A turn stays awake for answers so often at most: who has many quick steps is not alone. */
  private static final int MOST_LINGERS = 16;

  private final Definitions definitions;
  private final StreamThreads threads;
  private final RunMetrics metrics;

  private ProcessorContext<Object, Object> context;
  private RunStore runs;
  private PendingCalls pendingCalls;
  private Mailbox mailbox;
  private Loop thread;
  private HeldChanges changes;
  private @Nullable Cancellable punctuator;
  private boolean recovered;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  AdvanceProcessor(Shared shared) {
    this.definitions = shared.definitions();
    this.threads = shared.threads();
    this.metrics = shared.metrics();
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    runs = Stores.runs(context::getStateStore);
    pendingCalls = Stores.pendingCalls(context::getStateStore);
    mailbox = context.getStateStore(Mailbox.NAME);
    thread = threads.forCurrentThread();
    mailbox.attach(thread, AtCommit.as(context, mailbox.notices()::publish), context::commit);
    changes = Stores.writeAtCommitsOf(thread, context::getStateStore);
    recovered = false;
    arm();
  }

  @Override
  public void process(Record<RunId, Signal> record) {
    recover();
    arm();
    Signal signal = record.value();
    if (signal instanceof Signal.Admitted) {
      send(signal, Node.CLASSIFY);
    } else if (signal instanceof Signal.Refused
        || signal instanceof Signal.Cancel
        || signal instanceof Signal.Permitted
        || signal instanceof Signal.Denied) {
      send(signal, Node.FAN_IN);
    } else if (signal instanceof Signal.LeaseTold || signal instanceof Signal.LimitsChanged) {
      send(signal, Node.ALLOT);
    }
    thread.commitIfDue(context.currentSystemTimeMs());
  }

  /** From now on: without a start the first turn would be a millisecond away. */
  private void arm() {
    if (punctuator == null) {
      Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
      punctuator =
          context.schedule(now, EVERY_TURN, PunctuationType.WALL_CLOCK_TIME, nowMs -> turn());
    }
  }

  private void turn() {
    recover();
    long nowMs = context.currentSystemTimeMs();
    mailbox.sweep(nowMs);
    mailbox.letGo();
    int left = threads.mostItemsATurn();
    int lingers = 0;
    do {
      left = takeAll(left, nowMs);
      mailbox.handOver();
    } while (left > 0 && lingers++ < MOST_LINGERS && mailbox.lingers());
    mailbox.endTurn();
    thread.commitIfDue(nowMs);
    writeAhead();
    Cancellable armed = punctuator;
    if (armed != null && mailbox.idle()) {
      armed.cancel();
      punctuator = null;
    }
  }

  /** Takes so many items at most, and says how many more the turn may take. */
  private int takeAll(int most, long nowMs) {
    int left = most;
    for (Mailbox.Item item = mailbox.take(nowMs); item != null; item = mailbox.take(nowMs)) {
      handle(item);
      if (--left == 0) {
        break;
      }
    }
    return left;
  }

  private void handle(Mailbox.Item item) {
    if (item instanceof Mailbox.Ended ended) {
      Completion completion = ended.completion();
      send(new Signal.AttemptEnded(completion), nodeOf(completion.seat()));
    } else if (item instanceof Mailbox.Turn turn) {
      Exhausted exhausted = mailbox.exhausted(turn.id());
      send(new Signal.CallDue(turn.id(), turn.seat(), true, exhausted), nodeOf(turn.seat()));
    } else if (item instanceof Mailbox.CallDue due) {
      send(new Signal.CallDue(due.id(), due.seat(), false), nodeOf(due.seat()));
    } else if (item instanceof Mailbox.HedgeDue due) {
      send(new Signal.HedgeDue(due.id()), Node.MODEL_CALLS);
    } else if (item instanceof Mailbox.LockFree free) {
      send(new Signal.LockFree(free.id()), Node.TOOL_CALLS);
    } else if (item instanceof Mailbox.Step step) {
      send(new Signal.StepWanted(step.run()), Node.FAN_OUT);
    } else if (item instanceof Mailbox.Classified classified) {
      Signal answered = new Signal.RouteAnswered(classified.run(), classified.result());
      send(answered, Node.CLASSIFY);
    } else if (item instanceof Mailbox.GrantsWanted) {
      send(new Signal.GrantsWanted(), Node.ALLOT);
    } else if (item instanceof Mailbox.MinuteWanted minute) {
      send(new Signal.MinuteWanted(minute.wanted()), Node.ALLOT);
    } else if (item instanceof Mailbox.RunDue due) {
      send(new Signal.TimeCame(due.run()), Node.FAN_IN);
    }
  }

  private static String nodeOf(Seat seat) {
    return seat.lane().kind() == Kind.TOOL ? Node.TOOL_CALLS : Node.MODEL_CALLS;
  }

  private void send(Signal signal, String node) {
    context.forward(new Record<>(signal.run(), signal, context.currentSystemTimeMs()), node);
  }

  private void writeAhead() {
    if (thread.writesAhead()) {
      mailbox.notices().publish();
      changes.write();
    }
  }

  /**
   * Fills the mailbox from the stores: after a start, a restart, or when the task came from
   * elsewhere. Not in init, where an exception would leave the task half open.
   */
  private void recover() {
    if (recovered) {
      return;
    }
    recovered = true;
    List<Run> begun = runs.recover();
    List<PendingCall> all = pendingCalls.all();
    Set<CallId> inLine = lineUpForLocks(all);
    Map<RunId, List<PendingCall>> promised =
        all.stream().collect(groupingBy(call -> call.id().run()));
    begun.forEach(
        run -> begunBefore(run, promised.getOrDefault(run.facts().id(), List.of()), inLine));
  }

  /**
   * Forms the lines for locks as they were, before anything else happens to those in them.
   *
   * @return who has to wait
   */
  private Set<CallId> lineUpForLocks(List<PendingCall> promised) {
    return promised.stream()
        .filter(PendingCall::isLocked)
        .sorted(comparingLong(PendingCall::lockTurn))
        .filter(call -> !mailbox.lock(call))
        .map(PendingCall::id)
        .collect(toSet());
  }

  private void begunBefore(Run run, List<PendingCall> promised, Set<CallId> inLine) {
    RunId id = run.facts().id();
    Optional<String> obstacle = obstacle(run, promised);
    mailbox.runBegan(id, run.endsByMs());
    if (run.wakeAtMs() < run.endsByMs()) {
      mailbox.wakeRunAt(id, run.wakeAtMs());
    }
    if (obstacle.isPresent()) {
      send(new Signal.Ended(id, Ending.routeChanged(obstacle.get())), Node.FAN_IN);
      return;
    }
    Definition definition = definitions.of(run.facts());
    promised.stream()
        .filter(call -> !inLine.contains(call.id()))
        .forEach(call -> promisedBefore(call, definition.seat(call, run.facts())));
    if (!run.wanted().isEmpty()) {
      mailbox.step(id);
    } else if (run instanceof Classifying asking && answerWasLost(asking)) {
      Run again = asking.asksAgain();
      metrics.moved(asking, again, null);
      runs.put(again);
      mailbox.step(id);
    }
  }

  /** Why a run cannot go on; only one that does not go by its own definition any more may not. */
  private Optional<String> obstacle(Run run, List<PendingCall> promised) {
    return definitions
        .of(run.facts())
        .continuation()
        .obstacle(run, promised)
        .map(why -> definitions.refusal(run.facts()).map(own -> own + " " + why).orElse(why));
  }

  private boolean answerWasLost(Classifying run) {
    return run.flying().stream().allMatch(call -> pendingCalls.get(call) == null);
  }

  private void promisedBefore(PendingCall call, Seat seat) {
    if (call.mayHaveLeft()) {
      long nowMs = context.currentSystemTimeMs();
      Failure failure =
          Failure.of(FailureKind.UNKNOWN_OUTCOME, "a restart hid whether it was done");
      mailbox.deliver(
          new Completion(
              call.id(), null, seat, call.attempt(), Outcome.failed(failure, Timing.NONE), nowMs));
    } else if (call.isLocked() && call.attempt() == 1) {
      mailbox.lockFree(call.id());
    } else {
      mailbox.callDueAt(call.id(), seat, call.dueAtMs());
    }
  }

  @Override
  public void close() {
    mailbox.detach();
    punctuator = null;
  }
}
