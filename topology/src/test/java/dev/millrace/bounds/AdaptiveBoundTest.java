// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class AdaptiveBoundTest {
  private static final long CALL_MS = 2_000;
  private static final long REFUSAL_MS = 5;

  private long nowMs = 1_000_000;

  @Test
  void startsAtWhatIsConfigured() {
    AdaptiveBound bound = new AdaptiveBound(256);

    assertThat(bound.places()).isEqualTo(256);
    assertThat(takeAll(bound)).isEqualTo(256);
  }

  @Test
  void withoutPlacesThereIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AdaptiveBound(0));
  }

  @Test
  void aBurstIsCutToWhatWasTakenOfItAtOnce() {
    AdaptiveBound bound = new AdaptiveBound(200);
    takeAll(bound);

    for (int refused = 0; refused < 192; refused++) {
      end(bound, LoadSign.REFUSED, REFUSAL_MS);
    }

    assertThat(bound.places()).isEqualTo(8);
    assertThat(bound.free()).as("the eight are under way").isFalse();
  }

  @Test
  void aSettledBoundGivesBackOneForACallThatWasOneTooMany() {
    AdaptiveBound bound = new AdaptiveBound(9);
    takeAll(bound);

    end(bound, LoadSign.REFUSED, REFUSAL_MS);

    assertThat(bound.places()).isEqualTo(8);
  }

  @Test
  void shedLoadTakesThreeTenthsOnceForCallsThatWereUnderWayTogether() {
    AdaptiveBound bound = new AdaptiveBound(100);
    takeAll(bound);
    nowMs += CALL_MS;

    for (int shed = 0; shed < 50; shed++) {
      end(bound, LoadSign.SHED, CALL_MS);
    }
    assertThat(bound.places()).isEqualTo(70);

    nowMs += CALL_MS;
    takeAll(bound);
    end(bound, LoadSign.SHED, CALL_MS - 1);
    assertThat(bound.places()).as("that one left after the cut").isEqualTo(49);
  }

  @Test
  void neverGoesBelowOneNorAboveWhatIsConfigured() {
    AdaptiveBound bound = new AdaptiveBound(3);
    for (int round = 0; round < 10; round++) {
      takeAll(bound);
      nowMs += 10;
      end(bound, LoadSign.SHED, 1);
      end(bound, LoadSign.REFUSED, 1);
    }
    assertThat(bound.places()).isEqualTo(1);
    endAll(bound);

    for (int round = 0; round < 1_000; round++) {
      takeAll(bound);
      nowMs += CALL_MS;
      endAll(bound);
    }
    assertThat(bound.places()).isEqualTo(3);
  }

  @Test
  void growsByOneForAsManyGoodEndsAsItIs() {
    AdaptiveBound bound = shedOnce(10);
    assertThat(bound.places()).isEqualTo(7);

    for (int good = 0; good < 6; good++) {
      takeAll(bound);
      end(bound, LoadSign.WELL, 100);
    }
    assertThat(bound.places()).isEqualTo(7);

    takeAll(bound);
    end(bound, LoadSign.WELL, 100);
    assertThat(bound.places()).isEqualTo(8);
  }

  @Test
  void anIdleBoundProvesNothing() {
    AdaptiveBound bound = shedOnce(100);

    for (int call = 0; call < 10_000; call++) {
      bound.take();
      nowMs += CALL_MS;
      end(bound, LoadSign.WELL, 100);
    }

    assertThat(bound.places()).isEqualTo(70);
  }

  @Test
  void whatSaysNothingOfTheLoadChangesNothing() {
    AdaptiveBound bound = new AdaptiveBound(10);
    takeAll(bound);

    for (int end = 0; end < 10; end++) {
      end(bound, LoadSign.NONE, 1);
    }

    assertThat(bound.places()).isEqualTo(10);
  }

  @Test
  void aLoneRefusalIsSoonForgotten() {
    AdaptiveBound bound = new AdaptiveBound(256);
    bound.take();
    end(bound, LoadSign.REFUSED, REFUSAL_MS);
    assertThat(bound.places()).isEqualTo(1);

    long tookMs = new Provider(1_000, others -> CALL_MS).serve(bound, 250);

    assertThat(tookMs).as("it doubles up to seven tenths").isLessThanOrEqualTo(8 * CALL_MS);
    assertThat(bound.places()).isGreaterThan(170);
  }

  /** What every provider that counts calls under way does. */
  @Test
  void aProviderThatTakesEightAtOnceIsAskedByEightAndSeldomByMore() {
    Provider provider = new Provider(8, others -> CALL_MS);
    AdaptiveBound bound = new AdaptiveBound(256);

    provider.serve(bound, 8);
    assertThat(provider.refused).as("of the first burst").isEqualTo(248);
    long tookMs = provider.serve(bound, 4_992);

    assertThat(bound.places()).isBetween(8, 9);
    assertThat(provider.refused - 248).as("later").isLessThan(60);
    assertThat(tookMs).isLessThan(4_992 / 8 * CALL_MS * 101 / 100);
  }

  /** A server of one's own, which takes whatever comes and lets it wait: 20 at once, no more. */
  @Test
  void aServerThatQueuesIsAskedByNotManyMoreThanItServes() {
    Provider provider = new Provider(1_000, others -> CALL_MS * Math.max(20, others) / 20);
    AdaptiveBound bound = new AdaptiveBound(256);
    for (int quiet = 0; quiet < 50; quiet++) {
      bound.take();
      end(bound, LoadSign.WELL, CALL_MS);
    }

    provider.serve(bound, 20_000);

    assertThat(bound.places()).isBetween(20, 80);
  }

  /** A new version of a model may be slower; to ask less of it would not make it quicker. */
  @Test
  void whoIsSlowerWhateverIsAskedOfItIsAskedAsMuch() {
    AdaptiveBound bound = new AdaptiveBound(100);
    new Provider(1_000, others -> 500).serve(bound, 2_000);
    for (int call = 0; call < 100; call++) {
      end(bound, LoadSign.NONE, 1);
    }

    new Provider(1_000, others -> 5_000).serve(bound, 5_000);

    assertThat(bound.places()).isEqualTo(100);
  }

  /** All of a bound's calls end, the first of them because the provider sheds load. */
  private AdaptiveBound shedOnce(int most) {
    AdaptiveBound bound = new AdaptiveBound(most);
    takeAll(bound);
    end(bound, LoadSign.SHED, 1);
    for (int call = 1; call < most; call++) {
      end(bound, LoadSign.NONE, 1);
    }
    nowMs += CALL_MS;
    return bound;
  }

  private static int takeAll(AdaptiveBound bound) {
    int taken = 0;
    while (bound.free()) {
      bound.take();
      taken++;
    }
    return taken;
  }

  private void endAll(AdaptiveBound bound) {
    int places = bound.places();
    for (int call = 0; call < places; call++) {
      end(bound, LoadSign.WELL, 100);
    }
  }

  private void end(AdaptiveBound bound, LoadSign sign, long tookMs) {
    bound.ended(sign, tookMs, nowMs - tookMs, nowMs);
    bound.give();
  }

  /** Calls without end, made of a provider that refuses some at once and is slow with others. */
  private final class Provider {
    private final int most;
    private final IntToLongFunction tookMs;
    private final Queue<Flight> underWay =
        new PriorityQueue<>(Comparator.comparingLong(Flight::endAtMs));
    private int serving;
    private int refused;

    private record Flight(LoadSign end, long sentAtMs, long endAtMs) {}

    /**
     * @param most that it serves at once; what is more it refuses
     * @param tookMs a call that finds so many there, itself among them
     */
    Provider(int most, IntToLongFunction tookMs) {
      this.most = most;
      this.tookMs = tookMs;
    }

    /** Serves so many calls; returns how long that took. */
    long serve(AdaptiveBound bound, int calls) {
      long beganAtMs = nowMs;
      int served = 0;
      while (served < calls) {
        while (bound.free()) {
          bound.take();
          underWay.add(receive());
        }
        Flight next = underWay.remove();
        nowMs = next.endAtMs;
        if (next.end == LoadSign.WELL) {
          served++;
          serving--;
        } else {
          refused++;
        }
        bound.ended(next.end, nowMs - next.sentAtMs, next.sentAtMs, nowMs);
        bound.give();
      }
      return nowMs - beganAtMs;
    }

    private Flight receive() {
      if (serving == most) {
        return new Flight(LoadSign.REFUSED, nowMs, nowMs + REFUSAL_MS);
      }
      serving++;
      return new Flight(LoadSign.WELL, nowMs, nowMs + tookMs.applyAsLong(serving));
    }
  }
}
