// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaningTest {
  private static final Leaning RARE = new Leaning("agent ends failed/rate_limited");

  private final Scratch scratch = Scratch.make();

  @AfterEach
  void cleanUp() {
    scratch.close();
  }

  @Test
  void knowsWhatItsMoveIsAbout() {
    assertThat(RARE.failure(Temper.KINDS)).contains(FailureKind.RATE_LIMITED);
    assertThat(RARE.names("agent")).isTrue();
    assertThat(RARE.names("plan", "limited")).isFalse();
    assertThat(new Leaning("plan ends incomplete/tokens").pinches("RUN_TOKENS")).isTrue();
    assertThat(new Leaning("plan ends incomplete/tokens").pinches("DAY_MONEY")).isFalse();
  }

  @Test
  void loadsTheDiceForItsWordsAlone() {
    Dice loaded = new Dice(1, RARE);

    assertThat(often(loaded, "rate_limited")).isBetween(400, 600);
    assertThat(often(loaded, "deadline")).isLessThan(50);
    assertThat(often(new Dice(1), "rate_limited")).isLessThan(50);
  }

  private static int often(Dice dice, String word) {
    int often = 0;
    for (int throwing = 0; throwing < 1_000; throwing++) {
      often += dice.oneIn(100, word) ? 1 : 0;
    }
    return often;
  }

  @Test
  void oneWorldInTurnLeansTowardsNothing() {
    assertThat(Leaning.of(Set.of("b", "a")))
        .containsExactly(Leaning.NONE, new Leaning("a"), new Leaning("b"));
  }

  @Test
  void aWorldThatLeansIsTheSameEachTimeAndAnotherThanWithFairDice() {
    Story once = Simulation.play(3, RARE, scratch.path().resolve("once"));
    Story again = Simulation.play(3, RARE, scratch.path().resolve("again"));
    Story fair = Simulation.play(3, Leaning.NONE, scratch.path().resolve("fair"));

    assertThat(again.digest()).isEqualTo(once.digest()).isNotEqualTo(fair.digest());
    assertThat(once.command())
        .isEqualTo(
            "./bench/run simulate --seeds 1 --seed 3 --towards 'agent ends failed/rate_limited'");
    assertThat(fair.command()).isEqualTo("./bench/run simulate --seeds 1 --seed 3");
  }

  @Test
  void aMoveThatIsRareIsMadeByWorldsThatLeanTowardsIt() {
    Soak leaning = Soak.play(1_001, 6, List.of(RARE));

    assertThat(leaning.moves()).contains(RARE.towards());
    assertThat(leaning.failed()).isEmpty();
  }
}
