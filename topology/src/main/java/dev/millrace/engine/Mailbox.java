// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.kafka.Loop;
import dev.millrace.kafka.WorkSource;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.Lack;
import dev.millrace.order.Locks;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.RunId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task has to come back to: completions of its calls, steps to take, turns of waiting calls,
 * timers. It is a store without contents of its own, because a store is what Kafka Streams gives to
 * exactly the processors of one task; all that is in here can be found again in the real stores.
 *
 * <p>Completions and turns come from any thread. All else is exclusively owned by the stream
 * thread.
 */
public final class Mailbox implements StateStore, WorkSource, Waiting.Caller {
  public static final String NAME = "mailbox";

  private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

  /** What is next to do. */
  public sealed interface Item {}

  /** An attempt has ended. */
  public record Ended(Completion completion) implements Item {}

  /** A call may leave now: its slot is taken. */
  public record Turn(CallId id, Seat seat) implements Item {}

  /** A call's backoff is over. */
  public record CallDue(CallId id, Seat seat) implements Item {}

  /** A call has become slow, whose attempt is under way. */
  public record HedgeDue(CallId id) implements Item {}

  /** A call that waited for its lock has it. */
  public record LockFree(CallId id) implements Item {}

  /** A run asked to hear of the time. */
  public record RunDue(RunId run) implements Item {}

  /** A run has calls that want to leave. */
  public record Step(RunId run) implements Item {}

  /** A run that looks for its route has got an answer. */
  public record Classified(RunId run, CallResult result) implements Item {}

  /** Somebody lacks more of a budget than was granted here. */
  public record GrantsWanted() implements Item {}

  /** Calls wait for a part of a minute that instances share. */
  public record MinuteWanted(GrantWanted wanted) implements Item {}

  /** A call that may leave only once this many commits were made. */
  private record Held(CallId id, Seat seat, long afterCommits) {}

  /**
   * An attempt that was called off.
   *
   * @param afterMs how long it was under way
   * @param known how it had ended by then, if it had; nobody else hears of that
   * @param soFar what it is likely to be billed if it had not; null if nobody can tell
   */
  public record CalledOff(long afterMs, @Nullable Completion known, @Nullable Usage soFar) {}

  private final Slots slots;
  private final Timers timers = new Timers();
  private final Queue<Completion> completions = new ConcurrentLinkedQueue<>();
  private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
  private final Queue<GrantWanted> toAsk = new ConcurrentLinkedQueue<>();
  private final Queue<Item> steps = new ArrayDeque<>();
  private final Flights flights = new Flights();
  private final Gathering gathering = new Gathering();
  private final Notices notices = new Notices();
  private final Queue<Held> held = new ArrayDeque<>();
  private final Locks locks = new Locks();
  private final Waiters waiters = new Waiters();
  private final Map<CallId, Exhausted> exhaustedInLine = new HashMap<>();

  private volatile @Nullable Loop loop;
  private Runnable writer = () -> {};
  private Runnable askForCommit = () -> {};
  private volatile boolean open;
  private int linedUp;
  private final Set<RunId> liveRuns = new HashSet<>();

  Mailbox(Slots slots) {
    this.slots = slots;
  }

  /**
   * Begins to wake this thread when work comes. Called after restore, on the stream thread.
   *
   * @param atCommits what the thread does first at each of its commits
   * @param ask asks for a commit in the name of this task
   */
  public void attach(Loop threadLoop, Runnable atCommits, Runnable ask) {
    loop = threadLoop;
    askForCommit = ask;
    writer = atCommits;
    threadLoop.add(this);
    threadLoop.addWriter(atCommits);
  }

  /** Calls off what is under way and forgets the rest. The next owner finds it in the stores. */
  public void detach() {
    Loop attached = loop;
    if (attached != null) {
      attached.remove(this);
      attached.removeWriter(writer);
    }
    loop = null;
    slots.forget(this);
    linedUp = 0;
    slots.waitElsewhere(-locks.waiting());
    locks.clear();
    flights.clear();
    gathering.handOver();
    gathering.endTurn();
    giveUpTurns();
    toAsk.clear();
    held.clear();
    waiters.clear();
    exhaustedInLine.clear();
    timers.clear();
    steps.clear();
    completions.clear();
    notices.clear();
    slots.runsBegan(-liveRuns.size());
    liveRuns.clear();
  }

  private void giveUpTurns() {
    for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
      slots.giveUnused(turn.seat());
    }
  }

  // What the processors put in.

  public void runBegan(RunId run, long wakeAtMs) {
    if (liveRuns.add(run)) {
      slots.runsBegan(1);
    }
    wakeRunAt(run, wakeAtMs);
  }

  public void wakeRunAt(RunId run, long atMs) {
    if (atMs != Long.MAX_VALUE) {
      timers.add(new Timers.RunDue(atMs, run));
    }
  }

  public void runEnded(RunId run) {
    if (liveRuns.remove(run)) {
      slots.runsBegan(-1);
    }
    resultWaits();
    if (liveRuns.isEmpty()) {
      timers.clear();
    } else {
      timers.trim(liveRuns::contains);
    }
  }

  /** Something was published that somebody waits for. */
  public void resultWaits() {
    Loop attached = loop;
    if (attached != null) {
      attached.resultWaits(askForCommit);
    }
  }

  /** What is told of runs at the next commit. */
  public Notices notices() {
    return notices;
  }

  public void step(RunId run) {
    steps.add(new Step(run));
  }

  public void classified(RunId run, CallResult result) {
    steps.add(new Classified(run, result));
  }

  public void callDueAt(CallId id, Seat seat, long atMs) {
    timers.add(new Timers.CallDue(atMs, id, seat));
  }

  /** An outcome that no attempt brought: a restart hid it. */
  public void deliver(Completion completion) {
    completions.add(completion);
  }

  /** The place in line of a call that is promised now, and wants a lock. */
  public long nextLockTurn() {
    return locks.nextTurn();
  }

  /** True if the call has its lock now; if not it comes back as {@link LockFree}. */
  public boolean lock(PendingCall call) {
    boolean first = locks.join(call.lock(), call.id(), call.lockTurn());
    if (!first) {
      slots.waitElsewhere(1);
    }
    return first;
  }

  /** Lets the next go, if this call has or wants a lock. */
  public void unlock(PendingCall call) {
    if (!call.isLocked()) {
      return;
    }
    int before = locks.waiting();
    CallId next = locks.leave(call.lock(), call.id());
    slots.waitElsewhere(locks.waiting() - before);
    if (next != null) {
      lockFree(next);
    }
  }

  /** A call that has its lock is to leave. */
  public void lockFree(CallId id) {
    steps.add(new LockFree(id));
  }

  /** A slot for a call that is ready now; false if it has to {@link #lineUp}. */
  public boolean takeSlot(Seat seat) {
    return slots.take(seat);
  }

  /** Lets a call wait for a slot; it comes back as a {@link Turn}. */
  public void lineUp(CallId id, Seat seat) {
    linedUp++;
    slots.lineUp(new Waiting(id, seat, this));
  }

  /**
   * The same of a call that knows of budgets of which no more is to be had: it would ask for them
   * again, and be told again, and stand in line again.
   */
  public void lineUp(CallId id, Seat seat, Exhausted exhausted) {
    if (!exhausted.equals(Exhausted.NONE)) {
      exhaustedInLine.put(id, exhausted);
    }
    lineUp(id, seat);
  }

  /** What a call knew of that when it lined up; its turn has come. */
  public Exhausted exhausted(CallId id) {
    Exhausted known = exhaustedInLine.remove(id);
    return known == null ? Exhausted.NONE : known;
  }

  /** Holds a call back until all that was written before is committed. */
  public void holdUntilCommit(CallId id, Seat seat) {
    Loop attached = loop;
    long commits = attached == null ? 0 : attached.commits();
    held.add(new Held(id, seat, commits));
    resultWaits();
  }

  private void releaseHeld() {
    while (heldMayLeave()) {
      Held first = held.remove();
      lineUp(first.id, first.seat);
    }
  }

  private boolean heldMayLeave() {
    Held first = held.peek();
    Loop attached = loop;
    return first != null && attached != null && attached.commits() > first.afterCommits;
  }

  /**
   * Lets somebody wait until more of what it lacks is granted here.
   *
   * @param exhausted of what it knows that no more is to be had
   */
  public void awaitGrants(Waiters.Waiter who, List<Lack> lacks, Exhausted exhausted) {
    if (waiters.add(who, lacks, exhausted)) {
      steps.add(new GrantsWanted());
    }
  }

  /** Who waits for that. */
  public Waiters waiters() {
    return waiters;
  }

  /** Lets leave who waited for a part of a minute. */
  public void granted(MinuteGrant grant) {
    slots.granted(grant);
  }

  /** Gives back a slot whose call has gone meanwhile. */
  public void giveSlot(Seat seat) {
    slots.giveUnused(seat);
  }

  /** Whether a call is not too large for what its provider's account may use in a minute. */
  public boolean canEverLeave(Seat seat) {
    return slots.canHold(seat);
  }

  /** Lets an attempt leave by this way out. Its slot has been taken. */
  public void fly(
      CallTransport transport,
      OutboundCall call,
      int attempt,
      Seat seat,
      Duration timeout,
      long nowMs) {
    flights.add(takeOff(transport, call, attempt, seat, timeout, nowMs));
  }

  private Flight takeOff(
      CallTransport transport,
      OutboundCall call,
      int attempt,
      Seat seat,
      Duration timeout,
      long nowMs) {
    CompletableFuture<Outcome<CallResult>> future = transport.send(call);
    boolean nothingWaits = completions.isEmpty() && steps.isEmpty() && turns.isEmpty();
    gathering.add(transport, call, nothingWaits);
    CompletableFuture<?> unused =
        future.whenComplete((outcome, error) -> landed(call, attempt, seat, nowMs, outcome, error));
    return Flight.of(call, attempt, seat, future, timeout, nowMs);
  }

  // Second attempts beside slow ones.

  /** Lets a call come back as {@link HedgeDue} if this attempt is still under way by then. */
  public void hedgeDueAt(CallId id, int attempt, long atMs) {
    timers.add(new Timers.HedgeDue(atMs, id, attempt));
  }

  /** A slot that nobody waits for; false if there is none. */
  public boolean takeSpareSlot(Seat seat) {
    return slots.takeSpare(seat);
  }

  /** Lets a second attempt leave beside the one that is under way. Its slot has been taken. */
  public void hedge(
      CallTransport transport,
      OutboundCall call,
      int attempt,
      Seat seat,
      Duration timeout,
      long nowMs) {
    flights.hedges().add(takeOff(transport, call, attempt, seat, timeout, nowMs));
  }

  /** Whether an attempt is under way that is no hedge. */
  public boolean isUnderWay(CallId id) {
    return flights.get(id) != null;
  }

  /**
   * Whether a call that must not be made twice may have been done: it is under way or has failed
   * just now, or a restart hid what became of it and that was not looked at yet.
   */
  public boolean isInDoubt(CallId id) {
    Flight flight = flights.get(id);
    return flight != null
        ? !flight.isAnswered()
        : completions.stream().anyMatch(completion -> completion.id().equals(id));
  }

  /**
   * The first attempt has given up: what the call comes to if its hedge fails too. This is not
   * stored; after a restart such a call is made once more.
   */
  public void otherwise(CallId id, CallResult.Failed result) {
    flights.hedges().otherwise(id, result);
  }

  /** A hedge has failed; what its call comes to then, null if nothing was said of that. */
  public CallResult.@Nullable Failed hedgeFailed(CallId id) {
    return flights.hedges().failed(id);
  }

  /** Calls a hedge off, or forgets one that is back; null if there is none. */
  public @Nullable CalledOff callOffHedge(CallId id, long nowMs) {
    return calledOff(flights.hedges().remove(id), nowMs);
  }

  /** Calls an attempt off, which is no hedge; null if none was under way. */
  public @Nullable CalledOff callOff(CallId id, long nowMs) {
    return calledOff(flights.remove(id), nowMs);
  }

  private static @Nullable CalledOff calledOff(@Nullable Flight flight, long nowMs) {
    return flight == null ? null : flight.callOff(nowMs);
  }

  /** Lets go what was sent in this turn, and in what was read before it. */
  public void handOver() {
    gathering.handOver();
  }

  /**
   * Stays awake for a moment if the only call of this turn that is not back is that of a tool which
   * answers that soon. Not while a result waits for its commit.
   *
   * @return whether there is more to take
   */
  public boolean lingers() {
    OutboundCall.ToTool awaited = gathering.lone();
    Loop attached = loop;
    if (awaited == null || attached == null || !attached.mayLinger() || !isUnderWay(awaited.id())) {
      return false;
    }
    Patience patience = gathering.patienceFor(awaited.tool());
    return workWaits() || (patience.await(attached::linger) && workWaits());
  }

  /** What is sent from now on belongs to the next turn. */
  public void endTurn() {
    gathering.endTurn();
  }

  private void landed(
      OutboundCall call,
      int attempt,
      Seat seat,
      long sentAtMs,
      @Nullable Outcome<CallResult> outcome,
      @Nullable Throwable error) {
    if (outcome != null) {
      slots.give(seat, outcome);
    } else {
      slots.give(seat);
    }
    Loop attached = loop;
    if (attached == null || error instanceof CancellationException) {
      return;
    }
    Outcome<CallResult> known = outcome != null ? outcome : broken(error);
    completions.add(new Completion(call.id(), call, seat, attempt, known, sentAtMs));
    attached.wake();
  }

  /** A client that throws is a bug of ours; the call fails, the thread lives. */
  private static Outcome<CallResult> broken(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    log.atError().setCause(cause).log("A client threw instead of returning a failure");
    return Outcome.failed(
        Failure.of(FailureKind.MALFORMED_RESPONSE, "the client failed"), Timing.NONE);
  }

  // What the processors take out.

  /** The next thing to do; null if there is nothing now. */
  public @Nullable Item take(long nowMs) {
    Completion completion = completions.poll();
    if (completion != null) {
      gathering.back();
      flights.back(completion);
      return new Ended(completion);
    }
    Item step = steps.poll();
    if (step != null) {
      return step;
    }
    GrantWanted wanted = toAsk.poll();
    if (wanted != null) {
      return new MinuteWanted(wanted);
    }
    Timers.Due due = nextDue(nowMs);
    if (due instanceof Timers.HedgeDue hedge) {
      return new HedgeDue(hedge.call());
    }
    if (due instanceof Timers.RunDue run) {
      return new RunDue(run.run());
    }
    if (due instanceof Timers.CallDue call) {
      return new CallDue(call.call(), call.seat());
    }
    releaseHeld();
    Turn turn = turns.poll();
    if (turn != null) {
      linedUp--;
    }
    return turn;
  }

  /** Most calls are back before they are slow. */
  private Timers.@Nullable Due nextDue(long nowMs) {
    Timers.Due due = timers.pollDue(nowMs);
    while (due instanceof Timers.HedgeDue hedge && !flights.has(hedge.call(), hedge.attempt())) {
      due = timers.pollDue(nowMs);
    }
    return due;
  }

  /** Lets go what waited for the time that has come: a minute of an account that is over, say. */
  public void letGo() {
    if (linedUp > 0) {
      slots.letGo();
    }
  }

  /** Gives up what its client should have ended long ago. */
  public void sweep(long nowMs) {
    flights.sweep(nowMs).forEach(flight -> completions.add(flight.giveUp(nowMs)));
  }

  @Override
  public boolean idle() {
    return liveRuns.isEmpty()
        && flights.isEmpty()
        && linedUp == 0
        && held.isEmpty()
        && !needsTurnToCommit()
        && !workWaits();
  }

  private boolean needsTurnToCommit() {
    Loop attached = loop;
    return attached != null && attached.needsTurnToCommit();
  }

  public int liveRuns() {
    return liveRuns.size();
  }

  @Override
  public boolean workWaits() {
    return !completions.isEmpty()
        || !steps.isEmpty()
        || !turns.isEmpty()
        || !toAsk.isEmpty()
        || heldMayLeave();
  }

  @Override
  public long nextDueAtMs(long nowMs) {
    long opensInMs = linedUp > 0 ? slots.opensInMs() : Long.MAX_VALUE;
    long opensAtMs = opensInMs == Long.MAX_VALUE ? opensInMs : nowMs + opensInMs;
    return Math.min(Math.min(flights.nextSweepAtMs(), opensAtMs), timers.nextAtMs());
  }

  @Override
  public void mayLeave(CallId id, Seat seat) {
    turns.add(new Turn(id, seat));
  }

  @Override
  public void mustAsk(GrantWanted wanted) {
    toAsk.add(wanted);
  }

  @Override
  public void wake() {
    Loop attached = loop;
    if (attached != null) {
      attached.wake();
    }
  }

  // What makes it a store.

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    open = true;
    context.register(root, (key, value) -> {});
  }

  @Override
  @SuppressWarnings("deprecation") // Kafka Streams still calls it
  public void flush() {}

  @Override
  public void close() {
    open = false;
    detach();
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
