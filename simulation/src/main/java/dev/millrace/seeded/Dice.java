// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of a simulation, from one seed. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  /** Dice of their own: how often they are thrown changes nothing here. */
  Dice split() {
    return new Dice(random.split());
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
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

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
