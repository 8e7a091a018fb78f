// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server is asked. */
class ReplicasTest {
  private static final Duration OUT = Duration.ofSeconds(10);
  private static final Outcome<String> ANSWER =
      new Outcome.Succeeded<>("hi", Usage.NONE, Timing.NONE);

  private long nowNanos = Long.MAX_VALUE - 5; // Nanoseconds may begin anywhere, and overflow.
  private int calls;

  @Test
  void equalPrefixesMeetTheSameServerAndAllServersHaveTheirShare() {
    Replicas replicas = replicas(4);
    int[] share = new int[4];
    for (int prefix = 0; prefix < 10_000; prefix++) {
      int at = ask(replicas, hash(prefix));
      assertThat(ask(replicas, hash(prefix))).isEqualTo(at);
      share[at]++;
    }

    assertThat(Arrays.stream(share)).allMatch(count -> count > 2_300 && count < 2_700);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void oneMoreServerTakesItsShareAndNothingElseMoves(int before) {
    Replicas few = replicas(before);
    Replicas more = replicas(before + 1);
    int moved = 0;
    for (int prefix = 0; prefix < 10_000; prefix++) {
      int was = ask(few, hash(prefix));
      int is = ask(more, hash(prefix));
      assertThat(is).isIn(was, before);
      moved += is == was ? 0 : 1;
    }

    int share = 10_000 / (before + 1);
    assertThat(moved).isBetween(share * 9 / 10, share * 11 / 10);
  }

  @Test
  void theOrderOfTheFileMovesNothing() {
    Replicas oneWay = new Replicas(List.of("a", "b", "c"), OUT);
    Replicas otherWay = new Replicas(List.of("c", "a", "b"), OUT);

    for (int prefix = 0; prefix < 100; prefix++) {
      int at = ask(oneWay, hash(prefix));
      assertThat(ask(otherWay, hash(prefix))).isEqualTo((at + 1) % 3);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noServerEverHasMoreThanItsShareOfTheLoad(long seed) {
    Random random = new Random(seed);
    Replicas replicas = replicas(5);
    Deque<Integer> underWay = new ArrayDeque<>();
    for (int step = 0; step < 20_000; step++) {
      if (underWay.isEmpty() || random.nextInt(100) < 52) {
        int at = replicas.choose(hash(random.nextInt(3)), "c" + step, nowNanos);
        underWay.add(at);
        int most = (int) Math.ceil(1.25 * underWay.size() / 5);
        assertThat(replicas.inFlight(at)).isLessThanOrEqualTo(most);
      } else {
        replicas.ended(underWay.remove(), "c" + step, ANSWER, nowNanos);
      }
    }
  }

  @Test
  void aPrefixThatAllAskForFillsItsServerFirstAndThenTheNext() {
    Replicas replicas = replicas(3);
    int first = ask(replicas, 7);
    int[] taken = new int[3];
    for (int call = 0; call < 30; call++) {
      taken[replicas.choose(7, "c" + call, nowNanos)]++;
    }

    assertThat(taken[first]).isEqualTo(13);
    assertThat(taken).contains(13, 13, 4);
  }

  @Test
  void oneThatCannotBeReachedIsPassedOverAndThenTriedByOneCallInEachWhile() {
    Replicas replicas = replicas(3);
    int first = ask(replicas, 7);
    fail(replicas, 7, FailureKind.CONNECTION);

    assertThat(ask(replicas, 7)).isNotEqualTo(first);

    nowNanos += OUT.toNanos();
    int probe = replicas.choose(7, "probe", nowNanos);
    assertThat(probe).isEqualTo(first);
    assertThat(ask(replicas, 7)).isNotEqualTo(first);

    replicas.ended(probe, "probe", ANSWER, nowNanos);
    assertThat(ask(replicas, 7)).isEqualTo(first);
    assertThat(ask(replicas, 7)).isEqualTo(first);
  }

  @Test
  void aProbeThatHangsKeepsNobodyOutForLongerThanAWhile() {
    Replicas replicas = replicas(2);
    int first = ask(replicas, 7);
    fail(replicas, 7, FailureKind.CONNECTION);
    nowNanos += OUT.toNanos();
    replicas.choose(7, "hangs", nowNanos);

    nowNanos += OUT.toNanos();

    assertThat(ask(replicas, 7)).isEqualTo(first);
  }

  @Test
  void itsPrefixesGoToAllTheOthers() {
    Replicas replicas = replicas(4);
    int dead = ask(replicas, hash(0));
    fail(replicas, hash(0), FailureKind.CONNECTION);

    Set<Integer> takers = new HashSet<>();
    for (int prefix = 0; prefix < 1_000; prefix++) {
      takers.add(ask(replicas, hash(prefix)));
    }

    assertThat(takers).hasSize(3).doesNotContain(dead);
  }

  @Test
  void oneThatKeepsFailingIsPassedOverLater() {
    Replicas replicas = replicas(2);
    int first = ask(replicas, 7);
    for (int i = 0; i < 4; i++) {
      fail(replicas, 7, FailureKind.SERVER_ERROR);
    }
    assertThat(ask(replicas, 7)).isEqualTo(first); // and answers, so the count begins anew
    for (int i = 0; i < 5; i++) {
      fail(replicas, 7, FailureKind.TIMEOUT);
    }

    assertThat(ask(replicas, 7)).isNotEqualTo(first);
  }

  @Test
  void refusalsSayNothingOfTheServer() {
    Replicas replicas = replicas(2);
    int first = ask(replicas, 7);
    for (int i = 0; i < 20; i++) {
      fail(replicas, 7, FailureKind.RATE_LIMITED);
    }
    replicas.ended(replicas.choose(7, "off", nowNanos), "off", null, nowNanos);

    assertThat(ask(replicas, 7)).isEqualTo(first);
  }

  @Test
  void aCallThatFailedAtOneGoesToAnotherNextTime() {
    Replicas replicas = replicas(3);
    int first = replicas.choose(7, "call", nowNanos);
    replicas.ended(first, "call", failed(FailureKind.SERVER_ERROR), nowNanos);

    int second = replicas.choose(7, "call", nowNanos);
    assertThat(second).isNotEqualTo(first);
    replicas.ended(second, "call", ANSWER, nowNanos);

    assertThat(replicas.choose(7, "call", nowNanos)).isEqualTo(first);
  }

  @Test
  void whenAllAreOutTheyAreAskedAsEver() {
    Replicas replicas = replicas(2);
    int first = ask(replicas, 7);
    fail(replicas, 7, FailureKind.CONNECTION);
    fail(replicas, 7, FailureKind.CONNECTION);

    assertThat(List.of(ask(replicas, 7), ask(replicas, 7))).containsOnly(first);
  }

  @Test
  void theSameStoryEndsTheSameWay() {
    List<Integer> once = story();
    assertThat(story()).isEqualTo(once);
  }

  @Test
  void thereHasToBeOne() {
    assertThatThrownBy(() -> new Replicas(List.of(), OUT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<Integer> story() {
    Replicas replicas = replicas(3);
    List<Integer> chosen = new ArrayList<>();
    for (int call = 0; call < 100; call++) {
      chosen.add(replicas.choose(hash(call % 9), "c" + call, call));
      if (call % 3 == 0) {
        replicas.ended(chosen.get(call), "c" + call, failed(FailureKind.TIMEOUT), call);
      }
    }
    return chosen;
  }

  /** A call that is answered at once. */
  private int ask(Replicas replicas, long prefix) {
    String id = "ask-" + calls++;
    int at = replicas.choose(prefix, id, nowNanos);
    replicas.ended(at, id, ANSWER, nowNanos);
    return at;
  }

  private void fail(Replicas replicas, long prefix, FailureKind kind) {
    String id = "fail-" + calls++;
    replicas.ended(replicas.choose(prefix, id, nowNanos), id, failed(kind), nowNanos);
  }

  private static Outcome<String> failed(FailureKind kind) {
    return Outcome.failed(Failure.of(kind, ""), Timing.NONE);
  }

  private static long hash(int prefix) {
    return PromptPrefix.of("prefix " + prefix);
  }

  private static Replicas replicas(int count) {
    return new Replicas(
        IntStream.range(0, count).mapToObj(at -> "http://gpu-" + at + ":8000/v1").toList(), OUT);
  }
}
