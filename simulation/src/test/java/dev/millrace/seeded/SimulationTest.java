// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.state.Medium;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole topology in worlds made of seeds. With {@code -Psoak} in many more of them. */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 200);

  /** Beyond those at most, which lean towards the moves that are missing. */
  private static final int FURTHER_SEEDS = 400;

  private static Soak soak = new Soak(0, new Faults(), Set.of(), 0, List.of());

  private final Scratch scratch = Scratch.make();

  @BeforeAll
  static void play() {
    soak = Soak.playUntilAllIsMet(1, SEEDS, SEEDS + FURTHER_SEEDS);
  }

  @AfterEach
  void cleanUp() {
    scratch.close();
  }

  @Test
  void breaksNoPromise() {
    String reports = soak.failed().stream().map(Story::report).collect(Collectors.joining("\n"));

    assertThat(reports).isEmpty();
  }

  @Test
  void injectsEveryKindOfFault() {
    for (Fault fault : Fault.values()) {
      assertThat(soak.faults().of(fault)).as("%s", fault).isPositive();
    }
    Temper.KINDS.forEach(kind -> assertThat(soak.faults().of(kind)).as("%s", kind).isPositive());
  }

  /** That none is made which is not possible is a promise of each world. */
  @Test
  void makesEveryMoveThatIsPossible() {
    assertThat(soak.moves()).containsExactlyInAnyOrderElementsOf(PossibleMoves.get());
  }

  @Test
  void writesTheSameBytesForTheSameSeedInEveryProcess() throws Exception {
    List<String> here = Retelling.digests();

    List<String> elsewhere = Retelling.digestsOfAnotherProcess();

    assertThat(elsewhere).isEqualTo(here);
    assertThat(here).doesNotHaveDuplicates();
  }

  @Test
  void tellsTheSameStoryWhateverStateIsKeptOn() {
    for (long seed = 1; seed <= 3; seed++) {
      Story disk = Simulation.play(seed, Leaning.NONE, scratch.path().resolve("disk"), Medium.DISK);
      Story memory =
          Simulation.play(seed, Leaning.NONE, scratch.path().resolve("memory"), Medium.MEMORY);

      assertThat(memory.digest()).as("seed %d", seed).isEqualTo(disk.digest());
    }
  }
}
