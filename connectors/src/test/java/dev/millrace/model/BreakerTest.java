// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.BreakerState;
import dev.millrace.model.Breaker.Go;
import dev.millrace.model.Breaker.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final BreakerSettings SETTINGS =
      new BreakerSettings(8, 0.5, 4, Duration.ofSeconds(10));

  private final List<BreakerState> states = new ArrayList<>();
  private final Breaker breaker = new Breaker(SETTINGS, states::add);

  /** Near the end of a long, since where {@code System.nanoTime} begins is nobody's business. */
  private long nowNanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  // Closed.

  @Test
  void opensOnceHalfOfEnoughOutcomesFailed() {
    end(HealthSign.WELL, HealthSign.WELL, HealthSign.ILL);
    assertThat(states).containsExactly(BreakerState.CLOSED);

    end(HealthSign.ILL);

    assertThat(states).containsExactly(BreakerState.CLOSED, BreakerState.OPEN);
  }

  @Test
  void aFewFailuresAmongManyAnswersDoNotOpenIt() {
    for (int round = 0; round < 100; round++) {
      end(HealthSign.WELL, HealthSign.ILL, HealthSign.WELL);
    }
    assertThat(states).containsExactly(BreakerState.CLOSED);
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    end(HealthSign.ILL, HealthSign.ILL, HealthSign.ILL);
    end(8, HealthSign.WELL);
    end(HealthSign.ILL, HealthSign.ILL, HealthSign.ILL);
    assertThat(states).containsExactly(BreakerState.CLOSED);

    end(HealthSign.ILL);

    assertThat(states).endsWith(BreakerState.OPEN);
  }

  @Test
  void aGoodEndNeverOpensIt() {
    end(HealthSign.ILL, HealthSign.ILL, HealthSign.ILL, HealthSign.WELL);
    assertThat(states).containsExactly(BreakerState.CLOSED);
  }

  @Test
  void refusalsAndCancelsCountForNothing() {
    end(HealthSign.ILL, HealthSign.ILL, HealthSign.ILL);
    end(50, HealthSign.ANSWERED);
    end(50, HealthSign.NONE);
    assertThat(states).containsExactly(BreakerState.CLOSED);

    end(HealthSign.ILL);

    assertThat(states).endsWith(BreakerState.OPEN);
  }

  // Open.

  @Test
  void whileItIsOpenItSaysHowLongStill() {
    open();
    assertThat(breaker.ask(nowNanos)).isEqualTo(new Wait(Duration.ofSeconds(10)));
    pass(Duration.ofSeconds(9).plusNanos(1));
    assertThat(breaker.ask(nowNanos)).isEqualTo(new Wait(Duration.ofSeconds(1)));
    pass(Duration.ofSeconds(1).minusNanos(2));
    assertThat(breaker.ask(nowNanos)).isEqualTo(new Wait(Duration.ofMillis(1)));
  }

  @Test
  void callsThatLeftBeforeItOpenedAreNotCounted() {
    Go early = go();
    Go late = go();
    open();

    breaker.ended(early, HealthSign.WELL, nowNanos);
    pass(SETTINGS.open());
    go();
    breaker.ended(late, HealthSign.WELL, nowNanos);

    assertThat(states).endsWith(BreakerState.OPEN, BreakerState.HALF_OPEN);
    assertThat(breaker.ask(nowNanos)).isInstanceOf(Wait.class);
  }

  // Half open.

  @Test
  void oneProbeIsLetThroughAndTheOthersWait() {
    open();
    pass(SETTINGS.open());

    go();

    assertThat(breaker.ask(nowNanos)).isEqualTo(new Wait(SETTINGS.open()));
    assertThat(states).endsWith(BreakerState.HALF_OPEN);
  }

  @Test
  void aProbeThatSucceedsClosesItWithNothingHeldAgainstTheProvider() {
    open();
    pass(SETTINGS.open());

    end(HealthSign.WELL);

    assertThat(states).endsWith(BreakerState.CLOSED);
    end(HealthSign.ILL, HealthSign.ILL, HealthSign.ILL);
    assertThat(states).endsWith(BreakerState.CLOSED);
  }

  @Test
  void aProbeThatIsRefusedIsAnAnswerAndClosesIt() {
    open();
    pass(SETTINGS.open());
    end(HealthSign.ANSWERED);
    assertThat(states).endsWith(BreakerState.CLOSED);
  }

  @Test
  void aProbeThatFailsOpensItForTheWholeTimeAgain() {
    open();
    pass(SETTINGS.open());
    Go probe = go();
    pass(Duration.ofSeconds(3));

    breaker.ended(probe, HealthSign.ILL, nowNanos);

    assertThat(states).endsWith(BreakerState.OPEN);
    assertThat(breaker.ask(nowNanos)).isEqualTo(new Wait(SETTINGS.open()));
  }

  @Test
  void aProbeThatHangsOrIsCalledOffKeepsNobodyOutForLongerThanTheOpenTime() {
    open();
    pass(SETTINGS.open());
    Go hanging = go();
    breaker.ended(hanging, HealthSign.NONE, nowNanos);
    assertThat(breaker.ask(nowNanos)).isEqualTo(new Wait(SETTINGS.open()));
    pass(SETTINGS.open());

    end(HealthSign.WELL);

    assertThat(states).endsWith(BreakerState.CLOSED);
  }

  @Test
  void aProbeThatFailsAfterAnotherWasAnsweredIsNotCounted() {
    open();
    pass(SETTINGS.open());
    Go slow = go();
    pass(SETTINGS.open());
    end(HealthSign.WELL);

    breaker.ended(slow, HealthSign.ILL, nowNanos);
    end(HealthSign.ILL, HealthSign.ILL, HealthSign.ILL);

    assertThat(states).endsWith(BreakerState.CLOSED);
  }

  private void open() {
    end(4, HealthSign.ILL);
    assertThat(states).endsWith(BreakerState.OPEN);
  }

  private Go go() {
    return (Go) breaker.ask(nowNanos);
  }

  private void end(HealthSign... signs) {
    for (HealthSign sign : signs) {
      breaker.ended(go(), sign, nowNanos);
    }
  }

  private void end(int times, HealthSign sign) {
    for (int i = 0; i < times; i++) {
      end(sign);
    }
  }

  private void pass(Duration duration) {
    nowNanos += duration.toNanos();
  }
}
