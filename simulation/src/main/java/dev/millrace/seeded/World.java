// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.engine.CallTransport;
import dev.millrace.engine.OutboundCall;
import dev.millrace.run.CallResult;
import dev.millrace.run.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The outside: whatever is called answers at instants of virtual time, or does not. */
final class World implements CallTransport {
  /** How long beyond its timeout a call is given up, at the latest. */
  private static final long GRACE_MS = 2_000;

  private static final long FORGOTTEN_MS = 5_000;

  private static final Set<FailureKind> REFUSALS =
      EnumSet.of(FailureKind.RATE_LIMITED, FailureKind.CIRCUIT_OPEN);

  private final Timeline timeline;
  private final Dice dice;
  private final Temper temper;
  private final Acts acts;
  private final Faults faults;
  private final Departures departures;
  private final Set<Flight> open = new LinkedHashSet<>();
  private long flights;
  private boolean fatal;

  /** Hears of every call that leaves, and of those that are under way. */
  interface Departures {
    void left(OutboundCall call, boolean refused, Collection<Flight> open);

    /** And of each that comes back. */
    void landed(OutboundCall call, Outcome<CallResult> outcome);
  }

  World(
      Timeline timeline,
      Dice dice,
      Temper temper,
      Acts acts,
      Faults faults,
      Departures departures) {
    this.timeline = timeline;
    this.dice = dice;
    this.temper = temper;
    this.acts = acts;
    this.faults = faults;
    this.departures = departures;
  }

  /** The process is to die of the next call that leaves. */
  void killAtNextCall() {
    fatal = true;
  }

  @Override
  public boolean takes(OutboundCall call) {
    return !dice.oneIn(temper.odd(), "circuit_open");
  }

  @Override
  public CompletableFuture<Outcome<CallResult>> send(OutboundCall call) {
    boolean dies = fatal;
    fatal = false;
    if (dies && dice.oneIn(2)) {
      throw new Died();
    }
    long giveUpAtMs = timeline.passedMs() + timeout(call).toMillis() + GRACE_MS;
    Flight flight = new Flight(call, flights++, giveUpAtMs, dice.oneIn(temper.odd()));
    takeOff(flight);
    if (dies) {
      throw new Died();
    }
    return flight;
  }

  private void takeOff(Flight flight) {
    long timeoutMs = timeout(flight.call).toMillis();
    long tookMs = temper.latencyMs(dice);
    boolean timedOut = tookMs >= timeoutMs;
    Outcome<CallResult> outcome =
        timedOut
            ? acts.fail(flight.call, FailureKind.TIMEOUT, took(timeoutMs))
            : acts.act(flight.call, tookMs);
    departures.left(flight.call, isRefused(outcome), open);
    open.add(flight);
    if (tookMs == 0 && dice.oneIn(2)) {
      faults.count(Fault.AT_ONCE);
      land(flight, outcome);
    } else if (flight.deaf() && dice.oneIn(2)) {
      faults.count(Fault.LATE_ANSWER);
      timeline.after(timeoutMs + GRACE_MS + dice.between(0, 5_000), () -> land(flight, outcome));
    } else if (!flight.deaf() && dice.oneIn(temper.odd())) {
      faults.count(Fault.SILENCE);
    } else {
      timeline.after(timedOut ? timeoutMs : tookMs, () -> land(flight, outcome));
    }
  }

  /** After these, and after these only, it is sure that nothing was done. */
  private static boolean isRefused(Outcome<CallResult> outcome) {
    return outcome instanceof Outcome.Failed<CallResult> failed
        && REFUSALS.contains(failed.failure().kind());
  }

  private static Timing took(long ms) {
    return new Timing(Duration.ofMillis(ms), null);
  }

  private static Duration timeout(OutboundCall call) {
    if (call instanceof OutboundCall.ToModel model) {
      return model.request().timeout();
    }
    return call instanceof OutboundCall.ToTool tool
        ? tool.request().timeout()
        : Duration.ofSeconds(10);
  }

  private void land(Flight flight, Outcome<CallResult> outcome) {
    if (!open.remove(flight)) {
      return; // Its process has died.
    }
    if (open.stream().anyMatch(other -> other.order < flight.order)) {
      faults.count(Fault.OVERTAKING);
    }
    if (flight.calledOff() && !flight.isDone()) {
      faults.count(Fault.DEAF_TO_CANCEL);
    }
    if (dice.oneIn(temper.odd() * 4)) {
      faults.count(Fault.CLIENT_THREW);
      flight.completeExceptionally(new IllegalStateException("simulated: a client that throws"));
    } else {
      departures.landed(flight.call, outcome);
      flight.complete(outcome);
    }
  }

  /** The process has died: nothing that is under way comes back to it. */
  void cutOff() {
    open.clear();
    fatal = false;
  }

  /** Whether a call of this run is under way that nobody called off. */
  boolean flies(RunId run) {
    return open.stream().anyMatch(each -> !each.calledOff() && each.call.id().run().equals(run));
  }

  /** Whether this call is under way. */
  boolean flies(String call) {
    return open.stream()
        .anyMatch(each -> !each.calledOff() && each.call.id().toString().equals(call));
  }

  /** All calls that are under way. */
  Collection<Flight> open() {
    return Collections.unmodifiableCollection(open);
  }

  /** How many calls take places. */
  long taken() {
    return open.stream().filter(each -> !each.isDone()).count();
  }

  /** Whether a call is under way that should have been given up, seen and committed long ago. */
  boolean forgot() {
    long beforeMs = timeline.passedMs() - FORGOTTEN_MS;
    return open.stream().anyMatch(each -> !each.calledOff() && each.giveUpAtMs < beforeMs);
  }
}
