// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of a simulation, from one seed; loaded if its world leans towards something. */
final class Dice {
  /** In a world that leans towards it, what else is rare happens every other time. */
  private static final int OFTEN = 2;

  private final SplittableRandom random;
  private final Leaning leaning;

  Dice(long seed) {
    this(seed, Leaning.NONE);
  }

  Dice(long seed, Leaning leaning) {
    this(new SplittableRandom(seed), leaning);
  }

  private Dice(SplittableRandom random, Leaning leaning) {
    this.random = random;
    this.leaning = leaning;
  }

  /** Dice of their own: how often they are thrown changes nothing here. */
  Dice split() {
    return new Dice(random.split(), leaning);
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** The same, and often if the world leans towards one of these words. */
  boolean oneIn(int times, String... words) {
    return oneIn(leaning.names(words) ? Math.min(times, OFTEN) : times);
  }

  /** Three times of four if the world leans towards one of these words, and else never. */
  boolean mostly(String... words) {
    return leaning.names(words) && !oneIn(2 * OFTEN);
  }

  Leaning leaning() {
    return leaning;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From the least to the most, both included. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  /** Mostly near the least, seldom near the most, as times are. */
  long skewed(long least, long most) {
    double even = random.nextDouble();
    return least + (long) ((most - least) * even * even * even);
  }

  /** The first of these every other time, if the world leans towards one of these words. */
  <T> T pick(List<T> choices, String... words) {
    return leaning.names(words) && oneIn(OFTEN) ? choices.get(0) : pick(choices);
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
