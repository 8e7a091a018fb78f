// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.call.Outcome;
import dev.millrace.kafka.Intake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The places of an instance for calls under way, and the lines of calls that wait for one. A place
 * counts in all, for its lane, its model, its tenant and the background; who is at a bound is
 * passed over, and holds up nobody else. A lane may also have an account that lets so many leave in
 * a minute: then calls wait for the time as well, and whoever has calls in a line lets go what may
 * leave when it {@linkplain #opensInMs() comes}.
 *
 * <p>A place that comes free is given at once to whom it is the turn of, whichever task that is of.
 * So no call waits that could leave, and a newcomer for whom there is a place overtakes nobody who
 * could have it. Thread-safe.
 */
public final class Slots implements Intake {

  /**
   * How many calls may be under way at the same time.
   *
   * @param all in all; as many again may wait before no more requests are taken
   * @param perTenant of each tenant
   * @param background of those that yield to others, together
   * @param lanes of each lane; of one that is not named, as many as in all
   */
  public record Bounds(int all, int perTenant, int background, Map<Lane, LaneBounds> lanes) {
    public Bounds {
      lanes = Map.copyOf(lanes);
    }
  }

  /** Hears of models that calls are made of. */
  public interface ModelListener {

    /** A call of it asks for a place, for the first time. Told within the monitor. */
    void appeared(Lane lane, String model);
  }

  private final int most;
  private final Places all;
  private final Places background;
  private final Tenants tenants;
  private final Lines lines;
  private final LongSupplier clock;
  private final AtomicInteger runs = new AtomicInteger();
  private volatile boolean closed;
  private int waiting;
  private int waitingElsewhere;
  private boolean full;
  private volatile long opensAtMs = Long.MAX_VALUE;

  /**
   * All free.
   *
   * @param clock in milliseconds, which may begin anywhere but does not go back: no wall clock
   */
  public Slots(Bounds bounds, LongSupplier clock) {
    this.most = bounds.all();
    this.all = new Places(most);
    this.background = new Places(bounds.background());
    this.tenants = new Tenants(bounds.perTenant());
    this.lines = new Lines(bounds.lanes(), most);
    this.clock = clock;
  }

  /** Bounds a lane that has no bound of its own yet. */
  synchronized void addLane(Lane lane, LaneBounds bounds) {
    lines.addIfAbsent(lane, bounds);
  }

  /** Whether a call is not too large for what its lane may use in a minute. */
  synchronized boolean canHold(Seat seat) {
    return lines.of(seat.lane()).canHold(seat);
  }

  /** A place for a call that is ready now; false if it has to {@link #lineUp}. */
  synchronized boolean take(Seat seat) {
    long nowMs = clock.getAsLong();
    boolean free =
        all.free()
            && (!seat.background() || background.free())
            && tenants.free(seat.tenant())
            && lines.of(seat.lane()).lets(seat, nowMs);
    if (free) {
      count(seat, nowMs);
    }
    return free;
  }

  /** A place for what gives way to every call: only if none waits, for whatever place. */
  synchronized boolean takeSpare(Seat seat) {
    return waiting == 0 && take(seat);
  }

  private void count(Seat seat, long nowMs) {
    all.take();
    lines.of(seat.lane()).take(seat, nowMs);
    tenants.take(seat.tenant());
    if (seat.background()) {
      background.take();
    }
  }

  /** Gives a place back whose call left, and nobody knows how it ended. */
  void give(Seat seat) {
    give(seat, null, true);
  }

  /** Gives a place back whose call ended like this, and learns from that what its model bears. */
  void give(Seat seat, Outcome<?> outcome) {
    give(seat, outcome, true);
  }

  /** Gives a place back whose call has not left. */
  void giveUnused(Seat seat) {
    give(seat, null, false);
  }

  /** Gives a place back, and with it whatever it held up. */
  private void give(Seat seat, @Nullable Outcome<?> outcome, boolean left) {
    List<Waiting.Caller> told;
    synchronized (this) {
      long nowMs = clock.getAsLong();
      all.give();
      Line line = lines.of(seat.lane());
      if (outcome != null) {
        line.give(seat, outcome, nowMs);
      } else if (left) {
        line.give(seat);
      } else {
        line.giveUnused(seat, nowMs);
      }
      tenants.give(seat.tenant());
      if (seat.background()) {
        background.give();
      }
      told = handOut(nowMs);
    }
    told.forEach(Waiting.Caller::wake);
  }

  /** The caller is told when the call may leave, which may be before this returns. */
  void lineUp(Waiting call) {
    List<Waiting.Caller> told;
    synchronized (this) {
      lines.add(call);
      waiting(1);
      told = handOut(clock.getAsLong());
    }
    told.forEach(Waiting.Caller::wake);
  }

  /**
   * In how many milliseconds somebody may leave who waits for the time; {@link Long#MAX_VALUE} if
   * nobody does. Asked without the monitor, and often.
   */
  long opensInMs() {
    long atMs = opensAtMs;
    return atMs == Long.MAX_VALUE ? atMs : Math.max(0, atMs - clock.getAsLong());
  }

  /** Lets go who waited for the time that has come. */
  void letGo() {
    if (opensInMs() > 0) {
      return;
    }
    List<Waiting.Caller> told;
    synchronized (this) {
      told = handOut(clock.getAsLong());
    }
    told.forEach(Waiting.Caller::wake);
  }

  /** Lets all leave that can. */
  private List<Waiting.Caller> handOut(long nowMs) {
    opensAtMs = Long.MAX_VALUE;
    if (waiting == 0) {
      return List.of();
    }
    List<Waiting.Caller> told = new ArrayList<>(1);
    for (Waiting next = next(nowMs); next != null; next = next(nowMs)) {
      count(next.seat(), nowMs);
      waiting(-1);
      next.caller().mayLeave(next.id(), next.seat());
      told.add(next.caller());
    }
    told.addAll(lines.askForGrants(nowMs));
    return told;
  }

  /** Lets leave who waited for this. */
  void granted(MinuteGrant grant) {
    List<Waiting.Caller> told;
    synchronized (this) {
      long nowMs = clock.getAsLong();
      lines.of(grant.lane()).granted(grant, nowMs);
      told = handOut(nowMs);
    }
    told.forEach(Waiting.Caller::wake);
  }

  private @Nullable Waiting next(long nowMs) {
    if (waiting == 0 || !all.free()) {
      return null;
    }
    Waiting next = lines.poll(tenants, background.free(), nowMs);
    opensAtMs = next == null ? lines.opensAtMs() : Long.MAX_VALUE;
    return next;
  }

  /** Forgets the caller's waiting calls; it is told of no more turns. */
  void forget(Waiting.Caller caller) {
    List<Waiting.Caller> told;
    synchronized (this) {
      waiting(-lines.remove(caller));
      told = handOut(clock.getAsLong());
    }
    told.forEach(Waiting.Caller::wake);
  }

  /** Counts calls that want no place yet: they hold requests up like those that do. */
  synchronized void waitElsewhere(int more) {
    waitingElsewhere += more;
    lookIfFull();
  }

  private void waiting(int more) {
    waiting += more;
    lookIfFull();
  }

  private void lookIfFull() {
    int all = waiting + waitingElsewhere;
    full = full ? all > most / 2 : all >= most;
  }

  /** Full once as many calls wait as may fly; no longer full when half of them have left. */
  @Override
  public boolean full() {
    return closed || lineIsFull();
  }

  private synchronized boolean lineIsFull() {
    return full;
  }

  /** Takes no more requests, for good: the instance is to stop. */
  public void closeIntake() {
    closed = true;
  }

  void runsBegan(int count) {
    runs.addAndGet(count);
  }

  /** How many runs live, in all tasks. */
  public int runs() {
    return runs.get();
  }

  public synchronized int inFlight() {
    return all.taken();
  }

  public synchronized int waiting() {
    return waiting;
  }

  /** How many calls of a model may be under way at once, now. */
  public synchronized int places(Lane lane, String model) {
    return lines.of(lane).model(model).places();
  }

  /** Tells of the models that were seen, and of each that will be. */
  public synchronized void watch(ModelListener listener) {
    lines.watch(listener);
  }

  synchronized int tenantsInFlight() {
    return tenants.size();
  }
}
