// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.run.Samples;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsAndLinesTest {
  private static final Lane SLOW = new Lane(Kind.MODEL, "slow");
  private static final Lane QUICK = new Lane(Kind.TOOL, "quick");

  private final Slots slots = new Slots(4, Map.of(SLOW, 2));
  private final Lines lines = new Lines(slots);

  // Slots.

  @Test
  void aSlowLaneFillsItsOwnPlacesAndNobodyElses() {
    assertThat(slots.take(SLOW)).isTrue();
    assertThat(slots.take(SLOW)).isTrue();
    assertThat(slots.take(SLOW)).isFalse();
    assertThat(slots.take(QUICK)).isTrue();
  }

  @Test
  void noMoreThanTheInstanceMayTakeAreTaken() {
    for (int i = 0; i < 4; i++) {
      assertThat(slots.take(QUICK)).isTrue();
    }
    assertThat(slots.take(QUICK)).isFalse();
    assertThat(slots.inFlight()).isEqualTo(4);

    slots.give(QUICK);
    assertThat(slots.take(SLOW)).isTrue();
  }

  @Test
  void aFreePlaceIsToldOnlyWhileSomebodyWaits() {
    AtomicInteger told = new AtomicInteger();
    slots.addListener(told::incrementAndGet);
    slots.take(QUICK);
    slots.give(QUICK);
    assertThat(told).hasValue(0);

    slots.take(QUICK);
    slots.waiting(1);
    slots.give(QUICK);
    assertThat(told).hasValue(1);
  }

  @Test
  void theIntakeClosesAtAsManyWaitingAsMayFlyAndOpensAtHalf() {
    slots.waiting(3);
    assertThat(slots.full()).isFalse();
    slots.waiting(1);
    assertThat(slots.full()).isTrue();
    slots.waiting(-1);
    assertThat(slots.full()).as("not yet: it would flutter").isTrue();
    slots.waiting(-1);
    assertThat(slots.full()).isFalse();
    slots.waiting(1);
    assertThat(slots.full()).isFalse();
  }

  @Test
  void ofManyThreadsNoneGetsAPlaceThatIsNotThere() throws Exception {
    Slots few = new Slots(5, Map.of(SLOW, 3));
    AtomicInteger flying = new AtomicInteger();
    AtomicInteger slow = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    int threads = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int t = 0; t < threads; t++) {
      Lane lane = t % 2 == 0 ? SLOW : QUICK;
      pool.execute(
          () -> {
            awaitUninterrupted(start);
            for (int i = 0; i < 5_000; i++) {
              if (few.take(lane)) {
                int most = lane.equals(SLOW) ? slow.incrementAndGet() : 0;
                if (flying.incrementAndGet() > 5 || most > 3 || few.inFlight() < 1) {
                  wrong.incrementAndGet();
                }
                flying.decrementAndGet();
                if (lane.equals(SLOW)) {
                  slow.decrementAndGet();
                }
                few.give(lane);
              }
            }
          });
    }
    start.countDown();
    pool.shutdown();

    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong).hasValue(0);
    assertThat(few.inFlight()).isZero();
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
  void interactiveCallsGoBeforeBackgroundOnesAndEachInOrder() {
    lines.add(Samples.call(1, 0), QUICK, true);
    lines.add(Samples.call(2, 0), QUICK, false);
    lines.add(Samples.call(3, 0), QUICK, true);
    lines.add(Samples.call(4, 0), QUICK, false);

    assertNext(2, QUICK);
    assertNext(4, QUICK);
    assertNext(1, QUICK);
    assertNext(3, QUICK);
    assertThat(lines.poll()).isNull();
    assertThat(slots.inFlight()).isEqualTo(4);
  }

  @Test
  void lanesTakeTurns() {
    for (int step = 0; step < 2; step++) {
      lines.add(Samples.call(step, 0), SLOW, false);
      lines.add(Samples.call(step, 1), QUICK, false);
    }

    assertThat(lines.poll()).isEqualTo(new Lines.Turn(Samples.call(0, 0), SLOW));
    assertThat(lines.poll()).isEqualTo(new Lines.Turn(Samples.call(0, 1), QUICK));
    assertThat(lines.poll()).isEqualTo(new Lines.Turn(Samples.call(1, 0), SLOW));
    assertThat(lines.poll()).isEqualTo(new Lines.Turn(Samples.call(1, 1), QUICK));
  }

  @Test
  void aFullLaneHoldsNobodyElseUp() {
    slots.take(SLOW);
    slots.take(SLOW);
    lines.add(Samples.call(1, 0), SLOW, false);
    lines.add(Samples.call(2, 0), QUICK, true);

    assertNext(2, QUICK);
    assertThat(lines.poll()).isNull();
    slots.give(SLOW);
    assertNext(1, SLOW);
  }

  @Test
  void aNewcomerNeverGoesBeforeWhoWaits() {
    lines.add(Samples.call(1, 0), QUICK, true);

    assertThat(lines.skip(QUICK)).isFalse();
    assertThat(lines.skip(SLOW)).isTrue();
    assertNext(1, QUICK);
    assertThat(lines.skip(QUICK)).isTrue();
  }

  @Test
  void whoIsForgottenWaitsNoMore() {
    lines.add(Samples.call(1, 0), QUICK, true);
    lines.add(Samples.call(2, 0), SLOW, false);
    assertThat(slots.waiting()).isEqualTo(2);

    lines.clear();

    assertThat(lines.isEmpty()).isTrue();
    assertThat(lines.poll()).isNull();
    assertThat(slots.waiting()).isZero();
    assertThat(slots.inFlight()).isZero();
  }

  private void assertNext(int step, Lane lane) {
    assertThat(lines.poll()).isEqualTo(new Lines.Turn(Samples.call(step, 0), lane));
  }
}
