// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.run.HedgeEnd;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HedgePolicyTest {
  private static final long TIMEOUT_MS = 60_000;

  private final HedgePace pace = new HedgePace();

  private void seen(int calls, long ms) {
    for (int i = 0; i < calls; i++) {
      pace.took(ms);
    }
  }

  // When.

  @Test
  void aCallIsLookedAtAgainOnceItTakesLongerThanMost() {
    seen(19, 100);
    assertThat(HedgePolicy.lookAfterMs(pace, false, TIMEOUT_MS)).isEmpty();

    seen(1, 5_000);

    assertThat(HedgePolicy.lookAfterMs(pace, false, TIMEOUT_MS).getAsLong()).isBetween(100L, 110L);
  }

  @Test
  void onceIsEnough() {
    seen(100, 100);

    assertThat(HedgePolicy.lookAfterMs(pace, true, TIMEOUT_MS)).isEmpty();
    assertThat(HedgePolicy.helps(true, 1_000, 2_000)).isFalse();
  }

  @Test
  void anAttemptThatTimesOutBeforeItIsSlowIsNotLookedAt() {
    seen(100, 100);

    assertThat(HedgePolicy.lookAfterMs(pace, false, 100)).isEmpty();
  }

  // Whether.

  @Test
  void nothingSpeaksAgainstOneInTen() {
    seen(100, 100);
    for (int hedge = 1; hedge <= 10; hedge++) {
      assertThat(HedgePolicy.against(pace, true)).isEmpty();
      pace.hedged();
    }

    assertThat(HedgePolicy.against(pace, true)).contains(HedgeEnd.TOO_MANY);
    seen(10, 100);
    assertThat(HedgePolicy.against(pace, true)).isEmpty();
  }

  @Test
  void howeverLongAllWentWellABurstHasAnEnd() {
    seen(1_000_000, 100);
    int hedges = 0;
    while (HedgePolicy.against(pace, true).isEmpty()) {
      pace.hedged();
      hedges++;
    }

    assertThat(hedges).isEqualTo(100);
  }

  @Test
  void atTheDeadlineItIsTooLate() {
    assertThat(HedgePolicy.helps(false, 1_999, 2_000)).isTrue();
    assertThat(HedgePolicy.helps(false, 2_000, 2_000)).isFalse();
  }

  @Test
  void aModelThatIsNotAskedIsNotAskedForThisEither() {
    seen(100, 100);

    assertThat(HedgePolicy.against(pace, false)).contains(HedgeEnd.CIRCUIT_OPEN);
  }

  // What is learnt.

  /**
   * The slow first attempts are never seen to their end, since the second ones win. Were they not
   * counted, the rest would look slow, and so on down.
   */
  @Test
  void oneCallInTwentyIsSlowHoweverOftenHedgesWin() {
    Random random = new Random(1);
    int hedges = 0;
    int calls = 50_000;
    for (int i = 0; i < calls; i++) {
      long ms = (long) Math.exp(random.nextGaussian() * 0.5 + 6);
      var slowFromMs = HedgePolicy.lookAfterMs(pace, false, TIMEOUT_MS);
      boolean slow = slowFromMs.isPresent() && ms > slowFromMs.getAsLong();
      if (slow && HedgePolicy.against(pace, true).isEmpty()) {
        pace.hedged();
        pace.took(slowFromMs.getAsLong() + 1 + Math.min(50, ms));
        hedges++;
      } else {
        pace.took(ms);
      }
    }

    assertThat((double) hedges / calls).isCloseTo(0.05, within(0.02));
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void aQuickNoSaysNothingOfHowLongAnAnswerTakes(FailureKind kind) {
    Outcome<String> failed = Outcome.failed(Failure.of(kind, ""), Timing.NONE);

    assertThat(HedgePace.counts(failed)).isEqualTo(kind == FailureKind.TIMEOUT);
    assertThat(HedgePace.counts(new Outcome.Succeeded<>("", Usage.NONE, Timing.NONE))).isTrue();
  }
}
