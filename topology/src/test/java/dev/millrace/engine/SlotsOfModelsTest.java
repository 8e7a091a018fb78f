// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.AccountStanding;
import dev.millrace.call.AccountStanding.Count;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.run.CallId;
import dev.millrace.run.Samples;
import dev.millrace.topology.RunMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places that follow what a model bears, and accounts that let so much leave in a minute. */
class SlotsOfModelsTest {
  private static final Lane PROVIDER = new Lane(Kind.MODEL, "provider");
  private static final Lane ELSEWHERE = new Lane(Kind.MODEL, "elsewhere");
  private static final long SECOND_MS = 1_000;

  private final Task task = new Task();
  private Slots slots = slots(AccountLimits.NONE);
  private long nowMs = 50_000;

  /** Notes whose turn came. */
  private static final class Task implements Waiting.Caller {
    final Deque<Seat> turns = new ArrayDeque<>();

    @Override
    public void mayLeave(CallId id, Seat seat) {
      turns.add(seat);
    }

    @Override
    public void mustAsk(GrantWanted wanted) {
      throw new AssertionError("no account here is shared");
    }

    @Override
    public void wake() {}

    List<String> models() {
      return turns.stream().map(Seat::model).toList();
    }
  }

  private Slots slots(AccountLimits limits) {
    return new Slots(
        new Slots.Bounds(100, 100, 100, Map.of(PROVIDER, new LaneBounds(10, limits))), () -> nowMs);
  }

  // What a model bears.

  @Test
  void aRefusedModelGivesPlacesBackAndOthersOfItsProviderTakeThem() {
    take("small", 10);
    lineUp("small", 5);
    lineUp("large", 5);
    assertThat(task.turns).isEmpty();

    for (int refused = 0; refused < 7; refused++) {
      give("small", failed(FailureKind.RATE_LIMITED));
    }

    assertThat(slots.places(PROVIDER, "small")).isEqualTo(3);
    assertThat(task.models()).containsOnly("large").hasSize(5);
    give("small", answered());
    assertThat(task.models()).as("has its places").contains("small");
  }

  @Test
  void aModelAtItsBoundHoldsBackNeitherTenantsNorNewcomers() {
    take("small", 2);
    give("small", failed(FailureKind.RATE_LIMITED));
    assertThat(slots.places(PROVIDER, "small")).isEqualTo(1);
    slots.lineUp(new Waiting(Samples.call(1, 0), seat("small"), task));

    assertThat(slots.take(seat("small"))).isFalse();
    assertThat(slots.take(seat("large"))).isTrue();
    assertThat(slots.take(new Seat(ELSEWHERE, "small", "acme", false, 0, 0))).isTrue();
  }

  @Test
  void theModelsOfALaneTakeTurns() {
    take("third", 10);
    lineUp("small", 5);
    lineUp("large", 5);

    for (int i = 0; i < 6; i++) {
      give("third", answered());
    }

    assertThat(task.models()).containsExactly("small", "large", "small", "large", "small", "large");
  }

  @Test
  void interactiveCallsOfOneModelGoBeforeTheBackgroundOfAnother() {
    take("third", 10);
    slots.lineUp(waiting(new Seat(PROVIDER, "small", "acme", true, 0, 0)));
    lineUp("large", 2);

    give("third", answered());
    give("third", answered());
    give("third", answered());

    assertThat(task.models()).containsExactly("large", "large", "small");
  }

  @Test
  void aToolHasThePlacesThatItsOwnerSays() {
    Seat seat = new Seat(new Lane(Kind.TOOL, "order"), "acme", false);
    assertThat(slots.take(seat)).isTrue();
    Failure wait = Failure.retryAfter(FailureKind.RATE_LIMITED, "wait", Duration.ofSeconds(2));

    slots.give(seat, Outcome.failed(wait, Timing.NONE));

    assertThat(slots.take(seat)).isTrue();
    assertThat(slots.take(seat)).isTrue();
  }

  @Test
  void tellsOfEachModelThatAppears() {
    List<String> seen = new ArrayList<>();
    take("small", 1);
    assertThat(slots.take(new Seat(new Lane(Kind.TOOL, "order"), "acme", false))).isTrue();

    slots.watch((lane, model) -> seen.add(lane.name() + "/" + model));
    take("large", 1);
    take("large", 1);

    assertThat(seen).containsExactly("provider/small", "provider/large");
  }

  @Test
  void showsHowManyPlacesEachModelHas() {
    MeterRegistry meters = new SimpleMeterRegistry();
    var unused = new RunMetrics(meters).watching(slots);
    take("small", 5);

    give("small", failed(FailureKind.RATE_LIMITED));

    double places =
        meters
            .get("millrace.model.places")
            .tags("provider", "provider", "model", "small")
            .gauge()
            .value();
    assertThat(places).isEqualTo(4);
  }

  // What an account allows.

  @Test
  void callsThatTheMinuteHasNoRoomForWaitUntilItHas() {
    slots = slots(new AccountLimits(20L, null));
    take("small", 2);
    assertThat(slots.take(seat("small"))).as("a tenth is gone").isFalse();
    lineUp("small", 2);
    assertThat(task.turns).isEmpty();
    long inMs = slots.opensInMs();
    assertThat(inMs).isEqualTo(3_334); // 60 s / (20 - 2)

    nowMs += inMs - 1;
    slots.letGo();
    assertThat(task.turns).isEmpty();
    nowMs++;
    slots.letGo();
    assertThat(task.turns).hasSize(1);
    assertThat(slots.opensInMs()).isPositive();

    nowMs += 10 * SECOND_MS;
    slots.letGo();
    assertThat(task.turns).hasSize(2);
    assertThat(slots.opensInMs()).as("nobody waits").isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anAccountHoldsNoOtherProviderUp() {
    slots = slots(new AccountLimits(10L, null));
    take("small", 1);
    lineUp("small", 50);

    assertThat(slots.take(new Seat(ELSEWHERE, "small", "acme", false, 0, 0))).isTrue();
    slots.lineUp(waiting(new Seat(ELSEWHERE, "small", "acme", false, 0, 0)));
    assertThat(task.turns).extracting(Seat::lane).containsExactly(ELSEWHERE);
  }

  @Test
  void theInteractiveLeaveBeforeTheBackgroundWhenTheMinuteHasRoomAgain() {
    slots = slots(new AccountLimits(10L, null));
    take("small", 1);
    slots.lineUp(waiting(new Seat(PROVIDER, "small", "acme", true, 0, 0)));
    lineUp("large", 2);

    for (int i = 0; i < 3; i++) {
      nowMs += slots.opensInMs();
      slots.letGo();
    }

    assertThat(task.models()).containsExactly("large", "large", "small");
  }

  @Test
  void noSmallCallOvertakesALargeOneForEver() {
    slots = slots(new AccountLimits(null, 10_000L));
    assertThat(slots.take(seat("small", 1_000))).isTrue();
    slots.lineUp(waiting(seat("small", 5_000)));

    assertThat(slots.take(seat("large", 1))).as("behind the large one").isFalse();
    slots.lineUp(waiting(seat("large", 1)));
    nowMs += 5 * SECOND_MS;
    slots.letGo();
    assertThat(task.turns).isEmpty();
    nowMs += slots.opensInMs();
    slots.letGo();

    assertThat(task.turns).extracting(Seat::tokens).containsExactly(5_000L);
  }

  @Test
  void whatACallDidNotUseLetsOthersGo() {
    slots = slots(new AccountLimits(null, 10_000L));
    assertThat(slots.take(seat("small", 1_000))).isTrue();
    slots.lineUp(waiting(seat("small", 800)));

    slots.give(seat("small", 1_000), new Outcome.Succeeded<>("", Usage.of(100, 100), Timing.NONE));

    assertThat(task.turns).hasSize(1);
  }

  @Test
  void aCallThatNeverLeftCountsForNothing() {
    slots = slots(new AccountLimits(10L, 10_000L));
    assertThat(slots.take(seat("small", 1_000))).isTrue();
    slots.lineUp(waiting(seat("small", 1_000)));

    slots.giveUnused(seat("small", 1_000));

    assertThat(task.turns).hasSize(1);
  }

  @Test
  void aCallThatTheBreakerStoppedCountsForNothing() {
    slots = slots(new AccountLimits(10L, 10_000L));
    assertThat(slots.take(seat("small", 1_000))).isTrue();
    slots.lineUp(waiting(seat("small", 1_000)));

    slots.give(seat("small", 1_000), failed(FailureKind.CIRCUIT_OPEN));

    assertThat(task.turns).hasSize(1);
  }

  @Test
  void aCallThatWasCalledOffCountsAsItWasCounted() {
    slots = slots(new AccountLimits(null, 10_000L));
    assertThat(slots.take(seat("small", 1_000))).isTrue();
    slots.lineUp(waiting(seat("small", 100)));

    slots.give(seat("small", 1_000));

    assertThat(task.turns).isEmpty();
  }

  @Test
  void aCallThatIsLargerThanAMinuteCanNeverLeave() {
    slots = slots(new AccountLimits(null, 10_000L));

    assertThat(slots.canHold(seat("small", 10_000))).isTrue();
    assertThat(slots.canHold(seat("small", 10_001))).isFalse();
    assertThat(slots.canHold(new Seat(ELSEWHERE, "small", "acme", false, 10_001, 0))).isTrue();
  }

  /** As a server counts that looks at any sixty seconds. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverHappensNoMinuteHasMoreAndNobodyIsForgotten(long seed) {
    Random random = new Random(seed);
    slots = slots(new AccountLimits(60L, 60_000L));
    Deque<Long> left = new ArrayDeque<>();
    List<Seat> flying = new ArrayList<>();
    int lined = 0;
    for (int step = 0; step < 5_000; step++) {
      nowMs += random.nextInt(400);
      if (random.nextInt(3) == 0) {
        boolean background = random.nextInt(4) == 0;
        String model = random.nextBoolean() ? "small" : "large";
        String tenant = "tenant" + random.nextInt(3);
        Seat seat = new Seat(PROVIDER, model, tenant, background, random.nextInt(5_000), 10);
        if (slots.take(seat)) {
          task.turns.add(seat);
        } else {
          lined++;
          slots.lineUp(waiting(seat));
        }
      } else if (!flying.isEmpty()) {
        Seat ended = flying.remove(random.nextInt(flying.size()));
        slots.give(ended, random.nextInt(10) == 0 ? failed(FailureKind.OVERLOADED) : answered());
      }
      slots.letGo();
      for (; !task.turns.isEmpty(); left.add(nowMs)) {
        flying.add(task.turns.remove());
      }
      left.removeIf(atMs -> atMs <= nowMs - 60 * SECOND_MS);
      assertThat(left).hasSizeLessThanOrEqualTo(60);
    }
    assertThat(lined).isPositive();

    for (int i = 0; i < 100_000 && slots.waiting() > 0; i++) {
      nowMs += SECOND_MS;
      flying.forEach(seat -> slots.give(seat, answered()));
      flying.clear();
      slots.letGo();
      flying.addAll(task.turns);
      task.turns.clear();
    }
    assertThat(slots.waiting()).isZero();
  }

  // What a provider says.

  @Test
  void whatAProviderSaysIsUsedUpIsWaitedForAndOtherModelsGoOn() {
    take("small", 1);
    Count none = new Count(100L, 0, Duration.ofSeconds(7));
    AccountStanding usedUp = new AccountStanding(none, null, null, null, Duration.ZERO);
    slots.give(seat("small"), new Outcome.Succeeded<>("", Usage.NONE, Timing.NONE, usedUp));

    assertThat(slots.take(seat("small"))).isFalse();
    lineUp("small", 3);
    assertThat(task.turns).isEmpty();
    assertThat(slots.take(seat("large"))).isTrue();
    assertThat(slots.opensInMs()).isEqualTo(7 * SECOND_MS);

    nowMs += 7 * SECOND_MS;
    slots.letGo();
    assertThat(task.turns).hasSize(3);
  }

  @Test
  void whenToComeBackHoldsForAllCallsOfTheModel() {
    take("small", 5);
    Failure wait = Failure.retryAfter(FailureKind.RATE_LIMITED, "wait", Duration.ofSeconds(2));
    give("small", new Outcome.Failed<>(wait, Usage.NONE, Timing.NONE));
    lineUp("small", 1);
    give("small", answered());
    assertThat(task.turns).isEmpty();

    nowMs += slots.opensInMs();
    slots.letGo();

    assertThat(task.turns).hasSize(1);
    assertThat(slots.opensInMs()).isEqualTo(Long.MAX_VALUE);
  }

  private void take(String model, int calls) {
    for (int i = 0; i < calls; i++) {
      assertThat(slots.take(seat(model))).isTrue();
    }
  }

  private void lineUp(String model, int calls) {
    for (int i = 0; i < calls; i++) {
      slots.lineUp(waiting(seat(model)));
    }
  }

  private void give(String model, Outcome<?> outcome) {
    slots.give(seat(model), outcome);
  }

  private Waiting waiting(Seat seat) {
    return new Waiting(Samples.call(1, 0), seat, task);
  }

  private static Seat seat(String model) {
    return seat(model, 0);
  }

  private static Seat seat(String model, long tokens) {
    return new Seat(PROVIDER, model, "acme", false, tokens, 0);
  }

  private static Outcome<String> answered() {
    return new Outcome.Succeeded<>("", Usage.NONE, Timing.NONE);
  }

  private static Outcome<String> failed(FailureKind kind) {
    return Outcome.failed(Failure.of(kind, "simulated"), Timing.NONE);
  }
}
