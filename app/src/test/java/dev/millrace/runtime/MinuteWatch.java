// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ledger.MinuteGrants;
import dev.millrace.simulation.SimulationStats;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What two instances have asked their providers, from when it begins to look, by the time. */
final class MinuteWatch {
  /** An eleventh of a minute is for each slice of it. */
  private static final long SLICES = 11;

  private static final long MINUTE_MS = 60_000;

  /** Between the instant when a call leaves and that at which it is seen to have come. */
  private static final long ON_ITS_WAY_MS = 1_000;

  private final SimulationStats first;
  private final SimulationStats second;
  private final NavigableMap<Long, Asked> seen = new TreeMap<>();

  /** So much until then. */
  record Asked(long byFirst, long bySecond, long tokens) {
    long requests() {
      return byFirst + bySecond;
    }
  }

  MinuteWatch(SimulationStats first, SimulationStats second) {
    this.first = first;
    this.second = second;
    look();
  }

  void look() {
    long tokens = first.delivered().totalTokens() + second.delivered().totalTokens();
    Asked now = new Asked(first.requests(), second.requests(), tokens);
    if (seen.isEmpty() || !seen.lastEntry().getValue().equals(now)) {
      seen.put(System.currentTimeMillis(), now);
    }
  }

  /** The most in so long a time, since then. */
  long mostWithin(long withinMs, long sinceMs, ToLongFunction<Asked> of) {
    return seen.tailMap(sinceMs).entrySet().stream()
        .mapToLong(
            each -> {
              Asked before = until(Math.max(sinceMs, each.getKey() - withinMs));
              return of.applyAsLong(each.getValue()) - of.applyAsLong(before);
            })
        .max()
        .orElse(0);
  }

  private Asked until(long atMs) {
    return Objects.requireNonNullElse(seen.floorEntry(atMs), seen.firstEntry()).getValue();
  }

  /** No minute has more than the limit, wherever it begins, and no slice more than its part. */
  void assertKept(String what, long limit, ToLongFunction<Asked> of) {
    long beganMs = seen.firstKey();
    assertThat(mostWithin(MINUTE_MS - ON_ITS_WAY_MS, beganMs, of)).as(what).isBetween(1L, limit);
    seen.forEach(
        (atMs, asked) ->
            assertThat(of.applyAsLong(asked))
                .as("%s after %d ms", what, atMs - beganMs)
                .isLessThanOrEqualTo(slices(beganMs, atMs) * (limit / SLICES)));
  }

  /** How many were begun; what one leaves another may have, but none has it before. */
  private static long slices(long fromMs, long toMs) {
    long first = MinuteGrants.sliceAt(fromMs);
    return (MinuteGrants.sliceAt(toMs) - first) / MinuteGrants.SLICE_MS + 1;
  }
}
