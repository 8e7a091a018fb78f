// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.run.CallId;
import dev.millrace.run.Samples;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final Lane SLOW = new Lane(Kind.MODEL, "slow");
  private static final Lane QUICK = new Lane(Kind.TOOL, "quick");

  private final Slots slots = slots(4, 3, 2);
  private final Task task = new Task();
  private final Task otherTask = new Task();

  /** Notes whose turn came. */
  private static final class Task implements Waiting.Caller {
    final Deque<Waiting> turns = new ArrayDeque<>();
    int woken;

    @Override
    public void mayLeave(CallId id, Seat seat) {
      turns.add(new Waiting(id, seat, this));
    }

    @Override
    public void mustAsk(GrantWanted wanted) {
      throw new AssertionError("no account here is shared");
    }

    @Override
    public void wake() {
      woken++;
    }
  }

  private static Slots slots(int all, int perTenant, int background) {
    return new Slots(
        new Slots.Bounds(all, perTenant, background, Map.of(SLOW, LaneBounds.inFlight(2))),
        () -> 0);
  }

  private static Seat seat(Lane lane, String tenant) {
    return new Seat(lane, tenant, false);
  }

  private static Seat background(Lane lane, String tenant) {
    return new Seat(lane, tenant, true);
  }

  // Places.

  @Test
  void aSlowLaneFillsItsOwnPlacesAndNobodyElses() {
    assertThat(slots.take(seat(SLOW, "a"))).isTrue();
    assertThat(slots.take(seat(SLOW, "b"))).isTrue();
    assertThat(slots.take(seat(SLOW, "c"))).isFalse();
    assertThat(slots.take(seat(QUICK, "c"))).isTrue();
  }

  @Test
  void aSparePlaceIsOneThatNobodyWaitsFor() {
    assertThat(slots.takeSpare(seat(SLOW, "a"))).isTrue();
    assertThat(slots.takeSpare(seat(SLOW, "b"))).isTrue();
    assertThat(slots.takeSpare(seat(SLOW, "c"))).isFalse();
    assertThat(slots.takeSpare(seat(QUICK, "c"))).isTrue();
    slots.lineUp(new Waiting(Samples.call(0, 0), seat(SLOW, "d"), new Task()));

    assertThat(slots.takeSpare(seat(QUICK, "c"))).isFalse();
    assertThat(slots.take(seat(QUICK, "c"))).isTrue();
  }

  @Test
  void noMoreThanTheInstanceMayTakeAreTaken() {
    for (int i = 0; i < 4; i++) {
      assertThat(slots.take(seat(QUICK, "tenant" + i))).isTrue();
    }
    assertThat(slots.take(seat(SLOW, "another"))).isFalse();
    assertThat(slots.inFlight()).isEqualTo(4);

    slots.give(seat(QUICK, "tenant0"));

    assertThat(slots.take(seat(SLOW, "another"))).isTrue();
  }

  @Test
  void aTenantTakesNoMoreThanItsPartOverAllLanes() {
    assertThat(slots.take(seat(SLOW, "a"))).isTrue();
    assertThat(slots.take(seat(QUICK, "a"))).isTrue();
    assertThat(slots.take(background(QUICK, "a"))).isTrue();
    assertThat(slots.take(seat(QUICK, "a"))).isFalse();
    assertThat(slots.take(seat(QUICK, "b"))).isTrue();
  }

  @Test
  void theBackgroundTakesNoMoreThanItsPartOverAllTenants() {
    assertThat(slots.take(background(QUICK, "a"))).isTrue();
    assertThat(slots.take(background(SLOW, "b"))).isTrue();
    assertThat(slots.take(background(QUICK, "c"))).isFalse();
    assertThat(slots.take(seat(QUICK, "c"))).isTrue();
  }

  @Test
  void withoutPlacesThereIsNoInstance() {
    assertThatIllegalArgumentException().isThrownBy(() -> slots(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> slots(1, 1, 0));
  }

  @Test
  void theIntakeClosesAtAsManyWaitingAsMayFlyAndOpensAtHalf() {
    fill();
    lineUp(3, seat(QUICK, "d"));
    assertThat(slots.full()).isFalse();
    lineUp(1, seat(QUICK, "d"));
    assertThat(slots.full()).isTrue();
    slots.give(seat(QUICK, "a"));
    assertThat(slots.full()).as("not yet: it would flutter").isTrue();
    slots.give(seat(QUICK, "b"));
    assertThat(slots.full()).isFalse();
    lineUp(1, seat(QUICK, "d"));
    assertThat(slots.full()).isFalse();
  }

  @Test
  void ofManyThreadsNoneGetsAPlaceThatIsNotThere() throws Exception {
    Slots few = slots(5, 4, 2);
    AtomicInteger flying = new AtomicInteger();
    AtomicInteger slow = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    int threads = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int t = 0; t < threads; t++) {
      Seat seat = new Seat(t % 2 == 0 ? SLOW : QUICK, "tenant" + t % 3, t % 4 == 0);
      pool.execute(
          () -> {
            awaitUninterrupted(start);
            for (int i = 0; i < 5_000; i++) {
              if (few.take(seat)) {
                boolean ofSlow = seat.lane().equals(SLOW);
                int most = ofSlow ? slow.incrementAndGet() : 0;
                if (flying.incrementAndGet() > 5 || most > 2 || few.inFlight() < 1) {
                  wrong.incrementAndGet();
                }
                flying.decrementAndGet();
                if (ofSlow) {
                  slow.decrementAndGet();
                }
                few.give(seat);
              }
            }
          });
    }
    start.countDown();
    pool.shutdown();

    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong).hasValue(0);
    assertThat(few.inFlight()).isZero();
    assertThat(few.tenantsInFlight()).isZero();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // Lines.

  @Test
  void aPlaceThatComesFreeIsGivenAtOnceToWhoWaitsAndOnlyThatTaskIsWoken() {
    fill();
    slots.lineUp(new Waiting(Samples.call(1, 0), seat(QUICK, "d"), otherTask));
    assertThat(otherTask.turns).isEmpty();

    slots.give(seat(QUICK, "a"));

    assertThat(otherTask.turns).extracting(Waiting::id).containsExactly(Samples.call(1, 0));
    assertThat(otherTask.woken).isEqualTo(1);
    assertThat(task.woken).isZero();
    assertThat(slots.inFlight()).isEqualTo(4);
    assertThat(slots.waiting()).isZero();
    assertThat(slots.take(seat(QUICK, "e"))).as("it is taken").isFalse();
  }

  @Test
  void whoLinesUpWhileThereIsAPlaceGetsItAtOnce() {
    lineUp(1, seat(QUICK, "a"));

    assertThat(task.turns).hasSize(1);
    assertThat(slots.waiting()).isZero();
  }

  @Test
  void anInteractiveCallOvertakesBackgroundOnesButTheNinthTurnIsTheBackgrounds() {
    fill();
    lineUp(20, background(QUICK, "d"));
    lineUp(20, seat(QUICK, "d"));

    for (int round = 0; round < 2; round++) {
      for (int turn = 1; turn <= 8; turn++) {
        assertThat(next().background()).as("turn %s", turn).isFalse();
      }
      assertThat(next().background()).isTrue();
    }
  }

  @Test
  void aTurnThatTheBackgroundCouldNotTakeStaysOwed() {
    assertThat(slots.take(background(QUICK, "a"))).isTrue();
    assertThat(slots.take(background(QUICK, "b"))).isTrue();
    assertThat(slots.take(seat(QUICK, "c"))).isTrue();
    assertThat(slots.take(seat(QUICK, "c"))).isTrue();
    lineUp(5, background(QUICK, "d"));
    lineUp(20, seat(QUICK, "e"));
    slots.give(seat(QUICK, "c"));
    Seat last = taken();
    for (int turn = 0; turn < 11; turn++) {
      slots.give(last);
      last = taken();
      assertThat(last.background()).isFalse();
    }

    slots.give(background(QUICK, "a"));

    assertThat(taken().background()).isTrue();
  }

  @Test
  void theBackgroundAloneTakesEveryTurn() {
    fill();
    lineUp(3, background(QUICK, "d"));

    assertThat(next().background()).isTrue();
    assertThat(next().background()).isTrue();
    assertThat(next().background()).isTrue();
  }

  @Test
  void tenThousandCallsOfATenantHoldAnothersUpByOneTurn() {
    fill();
    lineUp(10_000, seat(QUICK, "many"));
    slots.lineUp(new Waiting(Samples.call(7, 7), seat(QUICK, "one"), otherTask));

    assertThat(next().tenant()).isEqualTo("many");
    slots.give(seat(QUICK, "many"));

    assertThat(otherTask.turns).extracting(Waiting::id).containsExactly(Samples.call(7, 7));
    assertThat(slots.waiting()).isEqualTo(9_999);
  }

  @Test
  void callsOfATenantKeepTheirOrder() {
    fill();
    for (int step = 0; step < 5; step++) {
      slots.lineUp(new Waiting(Samples.call(step, 0), seat(QUICK, "d"), task));
    }
    for (int step = 0; step < 5; step++) {
      slots.give(step == 0 ? seat(QUICK, "a") : seat(QUICK, "d"));
      assertThat(task.turns.remove().id()).isEqualTo(Samples.call(step, 0));
    }
  }

  @Test
  void aTenantAtItsBoundFreesItsLaneForOthersAndGoesOnWhenOneOfItsCallsIsBack() {
    Slots one = slots(10, 1, 10);
    assertThat(one.take(seat(SLOW, "a"))).isTrue();
    for (Lane lane : new Lane[] {SLOW, QUICK}) {
      one.lineUp(new Waiting(Samples.call(1, 0), seat(lane, "a"), task));
    }
    assertThat(task.turns).isEmpty();
    one.lineUp(new Waiting(Samples.call(2, 0), seat(SLOW, "b"), task));
    assertThat(taken().tenant()).isEqualTo("b");

    one.give(seat(SLOW, "b"));
    assertThat(task.turns).isEmpty();
    one.give(seat(SLOW, "a"));

    Seat first = taken();
    assertThat(first.tenant()).isEqualTo("a");
    assertThat(task.turns).isEmpty();
    one.give(first);
    assertThat(taken().lane()).isNotEqualTo(first.lane());
    assertThat(one.waiting()).isZero();
  }

  @Test
  void onePlaceThatComesFreeMayLetSeveralLeave() {
    Slots wide = slots(10, 2, 1);
    assertThat(wide.take(background(SLOW, "a"))).isTrue();
    assertThat(wide.take(seat(SLOW, "a"))).isTrue();
    wide.lineUp(new Waiting(Samples.call(1, 0), seat(SLOW, "lane"), task));
    wide.lineUp(new Waiting(Samples.call(2, 0), seat(QUICK, "a"), task));
    wide.lineUp(new Waiting(Samples.call(3, 0), background(QUICK, "class"), task));
    assertThat(task.turns).isEmpty();

    wide.give(background(SLOW, "a"));

    assertThat(task.turns).extracting(turn -> turn.id().step()).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void aFullLaneHoldsNobodyElseUpAndLanesTakeTurns() {
    assertThat(slots.take(seat(SLOW, "a"))).isTrue();
    assertThat(slots.take(seat(SLOW, "a"))).isTrue();
    lineUp(2, seat(SLOW, "b"));
    lineUp(4, seat(QUICK, "c"));
    assertThat(task.turns).hasSize(2).allMatch(turn -> turn.seat().lane().equals(QUICK));

    slots.give(seat(SLOW, "a"));
    assertThat(task.turns.peekLast().seat().lane()).isEqualTo(SLOW);
    slots.give(seat(QUICK, "c"));
    assertThat(task.turns.peekLast().seat().lane()).isEqualTo(QUICK);
  }

  @Test
  void whoIsForgottenWaitsNoMoreAndOthersDo() {
    fill();
    lineUp(3, seat(QUICK, "d"));
    lineUp(2, background(SLOW, "d"));
    slots.lineUp(new Waiting(Samples.call(9, 0), seat(QUICK, "d"), otherTask));

    slots.forget(task);

    assertThat(slots.waiting()).isEqualTo(1);
    slots.give(seat(QUICK, "a"));
    assertThat(otherTask.turns).hasSize(1);
    assertThat(task.turns).isEmpty();
  }

  /** Takes all four places. */
  private void fill() {
    for (String tenant : new String[] {"a", "b", "c", "c"}) {
      assertThat(slots.take(seat(QUICK, tenant))).isTrue();
    }
  }

  private void lineUp(int calls, Seat seat) {
    for (int i = 0; i < calls; i++) {
      slots.lineUp(new Waiting(Samples.call(1, i), seat, task));
    }
  }

  /** Whose turn is next: a call of it has the place of one that was there before. */
  private Seat next() {
    slots.give(task.turns.isEmpty() ? seat(QUICK, "a") : taken());
    return task.turns.element().seat();
  }

  private Seat taken() {
    return task.turns.remove().seat();
  }

  @Test
  void whoWaitsForSomethingElseHoldsRequestsUpToo() {
    slots.waitElsewhere(3);
    assertThat(slots.full()).isFalse();

    slots.waitElsewhere(1);
    assertThat(slots.full()).isTrue();
    assertThat(slots.take(seat(QUICK, "a"))).as("but no call").isTrue();

    slots.waitElsewhere(-4);
    assertThat(slots.full()).isFalse();
  }
}
