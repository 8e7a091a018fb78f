// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What chance holds for one arrival of a request: whether it fails, and how long it takes. Drawn
 * from the seed, the request's content with its idempotency key, and how often that arrived before:
 * the same traffic meets the same fate on every run, while a retry has a chance of its own.
 */
record Fate(@Nullable Fault fault, long ttftNanos, Distribution perToken, long tokenSeed) {

  private static final double NANOS_PER_MS = 1e6;

  /**
   * @param arrival 1 for the first
   */
  static Fate draw(Behaviour behaviour, long identity, int arrival) {
    SplittableRandom random = new SplittableRandom(Hashes.mix(identity) + arrival);
    double chance = random.nextDouble();
    Fault fault = arrival <= behaviour.faultArrivals() ? struckBy(behaviour, chance) : null;
    double ttftMs = behaviour.ttft().sampleMs(random);
    if (fault == Fault.SLOW) {
      ttftMs += behaviour.slowMs();
    }
    long ttftNanos = (long) (ttftMs * NANOS_PER_MS);
    return new Fate(fault, ttftNanos, behaviour.perToken(), random.nextLong());
  }

  /** When each of so many tokens is out: always the same for the same fate. */
  DueTimes dueTimes(int tokens) {
    return DueTimes.draw(ttftNanos, perToken, tokens, new SplittableRandom(tokenSeed));
  }

  private static @Nullable Fault struckBy(Behaviour behaviour, double chance) {
    double upTo = 0;
    for (Map.Entry<Fault, Double> rate : new TreeMap<>(behaviour.faults()).entrySet()) {
      upTo += rate.getValue();
      if (chance < upTo) {
        return rate.getKey();
      }
    }
    return null;
  }
}
