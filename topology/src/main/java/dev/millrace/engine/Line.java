// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.bounds.AccountBound;
import dev.millrace.bounds.LeasedAccount;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.pipeline.AccountLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The places of a lane, and the calls that wait for one: interactive before background, but not for
 * ever.
 */
final class Line {

  /** After so many interactive turns in a row one is the background's, if it waits. */
  static final int INTERACTIVE_TURNS = 8;

  private final int most;
  private final Places places;
  private final @Nullable AccountBound account;
  private final Door door;
  private final Map<String, ModelPlaces> models = new HashMap<>();
  private final ModelsInTurn interactive = new ModelsInTurn(this::model);
  private final ModelsInTurn background = new ModelsInTurn(this::model);
  private final Consumer<String> appeared;
  private int interactiveInARow;
  private Waiting.@Nullable Caller asked;

  /**
   * @param appeared told of each model that is asked for, the first time
   */
  Line(LaneBounds bounds, Consumer<String> appeared) {
    this.appeared = appeared;
    AccountLimits limits = bounds.account();
    this.most = bounds.inFlight();
    this.places = new Places(most);
    this.account = limits.isNone() ? null : AccountBound.of(limits);
    this.door = new Door(account);
  }

  ModelPlaces model(String name) {
    ModelPlaces model = models.get(name);
    if (model == null) {
      model = new ModelPlaces(most);
      models.put(name, model);
      appeared.accept(name);
    }
    return model;
  }

  /** Whether a call is not too large for what the lane may ever let leave. */
  boolean canHold(Seat seat) {
    return account == null || account.canHold(seat.tokens());
  }

  /**
   * Whether a call that is ready now may leave. Where somebody may wait for the time to come, who
   * comes lines up behind him.
   */
  boolean lets(Seat seat, long nowMs) {
    ModelPlaces model = model(seat.model());
    if (!places.free() || !model.free()) {
      return false;
    }
    boolean timed = account != null || model.timed();
    if (timed && !isEmpty()) {
      return false;
    }
    door.at(nowMs);
    return door.lets(seat, model);
  }

  void take(Seat seat, long nowMs) {
    places.take();
    model(seat.model()).take(seat, nowMs);
    if (account != null) {
      account.take(seat.tokens(), nowMs);
    }
  }

  /** Gives a place back, of whose call nobody knows how it ended: it counts as it was counted. */
  void give(Seat seat) {
    places.give();
    model(seat.model()).give();
  }

  /** Of a tool nothing is learned: its places are what its owner says. */
  void give(Seat seat, Outcome<?> outcome, long nowMs) {
    if (seat.lane().kind() != Kind.MODEL) {
      give(seat);
      return;
    }
    if (wasStopped(outcome)) {
      giveUnused(seat, nowMs);
      return;
    }
    places.give();
    model(seat.model()).give(seat, outcome, nowMs);
    if (account != null) {
      long sentAtMs = nowMs - outcome.timing().total().toMillis();
      account.giveBackTokens(seat.tokens() - outcome.usage().totalTokens(), sentAtMs);
    }
  }

  /** By our own breaker: its provider never heard of it. */
  private static boolean wasStopped(Outcome<?> outcome) {
    return outcome instanceof Outcome.Failed<?> failed
        && failed.failure().kind() == FailureKind.CIRCUIT_OPEN;
  }

  void giveUnused(Seat seat, long nowMs) {
    places.give();
    model(seat.model()).giveUnused(seat, nowMs);
    if (account != null) {
      account.giveBack(seat.tokens(), nowMs);
    }
  }

  void add(Waiting call) {
    (call.seat().background() ? background : interactive).add(call);
  }

  /**
   * The next call that may leave, as far as lane, model, class, tenant and time go. A turn that the
   * background could not take stays owed.
   */
  @Nullable Waiting poll(Tenants tenants, boolean backgroundToo, long nowMs) {
    door.at(nowMs);
    if (!places.free()) {
      return null;
    }
    Waiting next = inOrder(tenants, backgroundToo);
    if (next != null) {
      boolean overtakes = !next.seat().background() && !background.isEmpty();
      interactiveInARow = overtakes ? Math.min(INTERACTIVE_TURNS, interactiveInARow + 1) : 0;
    }
    return next;
  }

  private @Nullable Waiting inOrder(Tenants tenants, boolean backgroundToo) {
    if (!backgroundToo) {
      return interactive.poll(tenants, door);
    }
    boolean owed = interactiveInARow >= INTERACTIVE_TURNS;
    Waiting next = (owed ? background : interactive).poll(tenants, door);
    return next != null ? next : (owed ? interactive : background).poll(tenants, door);
  }

  /** When somebody may leave for whom it was too early at the last poll. */
  long opensAtMs() {
    return door.opensAtMs();
  }

  /**
   * If at the last poll somebody waited for a grant that is to be asked for, lets him ask; returns
   * whom, null for nobody.
   */
  Waiting.@Nullable Caller askForGrant(long nowMs) {
    Waiting first = door.takeAsker();
    if (first == null) {
      return null;
    }
    Sums all = new Sums();
    interactive.forEach(all::add);
    background.forEach(all::add);
    asked = first.caller();
    Seat seat = first.seat();
    LeasedAccount.Demand demand = leased().ask(seat.tokens(), all.calls, all.tokens, nowMs);
    first.caller().mustAsk(new GrantWanted(seat.lane(), demand));
    return first.caller();
  }

  private static final class Sums {
    private long calls;
    private long tokens;

    private void add(Waiting call) {
      calls++;
      tokens += call.seat().tokens();
    }
  }

  /** What was asked for was granted, or a part of it. */
  void granted(MinuteGrant grant, long nowMs) {
    leased().granted(grant.startMs(), grant.forMs(), grant.amounts(), grant.isAll(), nowMs);
  }

  private LeasedAccount leased() {
    return Objects.requireNonNull(Objects.requireNonNull(account).leased());
  }

  int remove(Waiting.Caller caller) {
    if (asked == caller) {
      asked = null;
      leased().askAgain();
    }
    return interactive.remove(caller) + background.remove(caller);
  }

  boolean isEmpty() {
    return interactive.isEmpty() && background.isEmpty();
  }

  /** Those that were asked for here. */
  Set<String> models() {
    return models.keySet();
  }
}
