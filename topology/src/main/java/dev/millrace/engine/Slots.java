// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.kafka.Intake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The places of an instance for calls under way, and the lines of calls that wait for one. A place
 * counts in all, for its lane, its tenant and the background; who is at a bound is passed over, and
 * holds up nobody else.
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
   * @param perLane of each lane; of one that is not named, as many as in all
   */
  public record Bounds(int all, int perTenant, int background, Map<Lane, Integer> perLane) {
    public Bounds {
      perLane = Map.copyOf(perLane);
    }
  }

  private final int most;
  private final Places all;
  private final Places background;
  private final Tenants tenants;
  private final Lines lines;
  private final AtomicInteger runs = new AtomicInteger();
  private volatile boolean closed;
  private int waiting;
  private int waitingElsewhere;
  private boolean full;

  public Slots(Bounds bounds) {
    this.most = bounds.all();
    this.all = new Places(most);
    this.background = new Places(bounds.background());
    this.tenants = new Tenants(bounds.perTenant());
    this.lines = new Lines(bounds.perLane(), most);
  }

  /** Bounds a lane that has no bound of its own yet. */
  synchronized void addLane(Lane lane, int most) {
    lines.addIfAbsent(lane, most);
  }

  /** A place for a call that is ready now; false if it has to {@link #lineUp}. */
  synchronized boolean take(Seat seat) {
    boolean free =
        all.free()
            && (!seat.background() || background.free())
            && lines.places(seat.lane()).free()
            && tenants.free(seat.tenant());
    if (free) {
      count(seat);
    }
    return free;
  }

  /** A place for what gives way to every call: only if none waits, for whatever place. */
  synchronized boolean takeSpare(Seat seat) {
    return waiting == 0 && take(seat);
  }

  private void count(Seat seat) {
    all.take();
    lines.places(seat.lane()).take();
    tenants.take(seat.tenant());
    if (seat.background()) {
      background.take();
    }
  }

  /** Gives a place back, and with it whatever it held up. */
  void give(Seat seat) {
    List<Waiting.Caller> told;
    synchronized (this) {
      all.give();
      lines.places(seat.lane()).give();
      tenants.give(seat.tenant());
      if (seat.background()) {
        background.give();
      }
      told = handOut();
    }
    told.forEach(Waiting.Caller::wake);
  }

  /** The caller is told when the call may leave, which may be before this returns. */
  void lineUp(Waiting call) {
    List<Waiting.Caller> told;
    synchronized (this) {
      lines.add(call);
      waiting(1);
      told = handOut();
    }
    told.forEach(Waiting.Caller::wake);
  }

  /** Lets all leave that can. */
  private List<Waiting.Caller> handOut() {
    if (waiting == 0) {
      return List.of();
    }
    List<Waiting.Caller> told = new ArrayList<>(1);
    for (Waiting next = next(); next != null; next = next()) {
      count(next.seat());
      waiting(-1);
      next.caller().mayLeave(next.id(), next.seat());
      told.add(next.caller());
    }
    return told;
  }

  private @Nullable Waiting next() {
    return waiting > 0 && all.free() ? lines.poll(tenants, background.free()) : null;
  }

  /** Forgets the caller's waiting calls; it is told of no more turns. */
  synchronized void forget(Waiting.Caller caller) {
    waiting(-lines.remove(caller));
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

  synchronized int tenantsInFlight() {
    return tenants.size();
  }
}
