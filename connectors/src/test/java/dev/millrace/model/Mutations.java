// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers in many broken forms. {@code -Dmillrace.fuzz=100000} makes as many of each parser's,
 * {@code -Dmillrace.fuzz.seed} makes others.
 */
public final class Mutations {
  private static final @Nullable Integer ASKED = Integer.getInteger("millrace.fuzz");
  private static final int COUNT = ASKED == null ? 2_000 : ASKED;
  private static final long FIRST_SEED = Long.getLong("millrace.fuzz.seed", 1L);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Mutations() {}

  /** A parser. */
  public interface Parser {

    /** Reads the bytes; true if they make sense. What it throws is its mistake. */
    boolean read(byte[] bytes, long seed) throws IOException;
  }

  /** Whether somebody asked for more than a build has time for. */
  static boolean areMany() {
    return ASKED != null;
  }

  /** Lets a parser read mutations of answers: some make sense, some do not, none takes long. */
  public static void of(String what, List<byte[]> answers, Parser parser) throws IOException {
    int understood = 0;
    for (int i = 0; i < COUNT; i++) {
      long seed = FIRST_SEED + i;
      byte[] other = answers.get((int) ((seed * 31) % answers.size()));
      byte[] mutated = new Mutator(seed).mutate(answers.get(i % answers.size()), other);
      long startNanos = System.nanoTime();
      try {
        understood += parser.read(mutated, seed) ? 1 : 0;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(what + ": -Dmillrace.fuzz.seed=" + seed, e);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .as("time of seed %s", seed)
          .isLessThan(LONGEST);
    }
    assertThat(understood).as("some survive, some do not").isBetween(1, COUNT - 1);
  }
}
