// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.run.CallId;
import dev.millrace.run.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random stories against what must hold whatever happens: no bound is exceeded, nobody waits who
 * could leave, a tenant's calls of a lane and class keep their order, and in the end nothing is
 * left. The model counts by looking at every call.
 */
class SlotsModelTest {
  private static final Lane NARROW = new Lane(Kind.TOOL, "narrow");
  private static final Lane WIDE = new Lane(Kind.MODEL, "wide");
  private static final Map<Lane, Integer> PER_LANE = Map.of(NARROW, 2, WIDE, 6);
  private static final Map<Lane, LaneBounds> LANES =
      Map.of(NARROW, LaneBounds.inFlight(2), WIDE, LaneBounds.inFlight(6));
  private static final int ALL = 7;
  private static final int PER_TENANT = 3;
  private static final int BACKGROUND = 2;

  private final Slots slots =
      new Slots(new Slots.Bounds(ALL, PER_TENANT, BACKGROUND, LANES), () -> 0);
  private final List<Task> tasks = List.of(new Task(), new Task());
  private final List<Seat> flying = new ArrayList<>();
  private final Map<CallId, Waiting> waiting = new LinkedHashMap<>();

  private final class Task implements Waiting.Caller {
    @Override
    public void mayLeave(CallId id, Seat seat) {
      CallId first =
          waiting.values().stream()
              .filter(call -> call.seat().equals(seat))
              .map(Waiting::id)
              .findFirst()
              .orElseThrow();
      assertThat(id).as("in order").isEqualTo(first);
      assertThat(waiting.remove(id)).extracting(Waiting::caller).isSameAs(this);
      flying.add(seat);
    }

    @Override
    public void mustAsk(GrantWanted wanted) {
      throw new AssertionError("no account here is shared");
    }

    @Override
    public void wake() {}
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void holdsWhateverHappens(long seed) {
    Random random = new Random(seed);
    int most = 0;
    for (int step = 0; step < 4_000; step++) {
      happens(random, Samples.call(step, 0));
      assertHolds();
      most = Math.max(most, waiting.size());
    }
    assertThat(most).as("some had to wait").isGreaterThan(10);

    while (!flying.isEmpty()) {
      giveBack(random);
      assertHolds();
    }
    assertThat(waiting).isEmpty();
    assertThat(slots.tenantsInFlight()).isZero();
    assertThat(slots.full()).isFalse();
  }

  private void happens(Random random, CallId id) {
    int dice = random.nextInt(100);
    if (dice < 50) {
      arrives(id, seat(random), tasks.get(random.nextInt(2)));
    } else if (dice < 99 && !flying.isEmpty()) {
      giveBack(random);
    } else if (dice == 99) {
      Task gone = tasks.get(random.nextInt(2));
      slots.forget(gone);
      waiting.values().removeIf(call -> call.caller() == gone);
    }
  }

  private static Seat seat(Random random) {
    Lane lane = random.nextBoolean() ? NARROW : WIDE;
    return new Seat(lane, "tenant" + random.nextInt(5), random.nextInt(3) == 0);
  }

  private void arrives(CallId id, Seat seat, Task task) {
    boolean could = couldLeave(seat);
    assertThat(slots.take(seat)).isEqualTo(could);
    if (could) {
      flying.add(seat);
    } else {
      Waiting call = new Waiting(id, seat, task);
      waiting.put(id, call);
      slots.lineUp(call);
    }
  }

  private void giveBack(Random random) {
    slots.give(flying.remove(random.nextInt(flying.size())));
  }

  private boolean couldLeave(Seat seat) {
    return flying.size() < ALL
        && fly(other -> other.lane().equals(seat.lane())) < PER_LANE.getOrDefault(seat.lane(), 0)
        && fly(other -> other.tenant().equals(seat.tenant())) < PER_TENANT
        && (!seat.background() || fly(Seat::background) < BACKGROUND);
  }

  private long fly(Predicate<Seat> which) {
    return flying.stream().filter(which).count();
  }

  private void assertHolds() {
    assertThat(slots.inFlight()).isEqualTo(flying.size()).isLessThanOrEqualTo(ALL);
    assertThat(slots.waiting()).isEqualTo(waiting.size());
    assertThat(fly(Seat::background)).isLessThanOrEqualTo(BACKGROUND);
    PER_LANE.forEach(
        (lane, most) ->
            assertThat(fly(other -> other.lane().equals(lane))).isLessThanOrEqualTo(most));
    for (Seat seat : flying) {
      long ofTenant = fly(other -> other.tenant().equals(seat.tenant()));
      assertThat(ofTenant).isLessThanOrEqualTo(PER_TENANT);
    }
    assertThat(waiting.values()).noneMatch(call -> couldLeave(call.seat()));
  }
}
