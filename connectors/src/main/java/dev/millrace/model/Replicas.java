// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of several like servers is asked. Each prefix of prompts has its own order of them,
 * by rendezvous hashing ("Using name-based mappings to increase hit rates", Thaler and Ravishankar,
 * 1998): so equal prefixes meet the same cache, and a server more or less moves only the prefixes
 * that are its own. A server that has as much as it should is passed over for the next ("Consistent
 * Hashing with Bounded Loads", Mirrokni, Thorup and Zadimoghaddam, 2018): none has more under way
 * than 1.25 times the mean, rounded up.
 *
 * <p>One that cannot be reached, or fails five times in a row, is passed over for a while; then it
 * is tried once in each such while, until it answers. If all are, none is. A call that failed at a
 * server goes to another at its next attempt. Time is handed in. Thread-safe.
 */
final class Replicas {
  private static final double MOST_OF_MEAN = 1.25;
  private static final int ILL_IN_A_ROW = 5;

  /** Calls of which it is known where they failed; the oldest are forgotten. */
  private static final int MOST_CALLS = 4_096;

  private final List<Replica> all;
  private final long outNanos;

  private final Map<String, Replica> failedAt =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Replica> eldest) {
          return size() > MOST_CALLS;
        }
      };

  private static final class Replica {
    final int index;
    final long hash;
    int inFlight;
    int illInARow;
    boolean out;
    long outUntilNanos;

    Replica(int index, String name) {
      this.index = index;
      this.hash = PromptPrefix.of(name);
    }

    boolean isOut(long nowNanos) {
      return out && nowNanos - outUntilNanos < 0;
    }
  }

  /**
   * Servers of which nothing is known yet.
   *
   * @param names that tell them apart, and stay theirs
   * @param out how long one that cannot be reached is passed over
   */
  Replicas(List<String> names, Duration out) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no replicas");
    }
    all = IntStream.range(0, names.size()).mapToObj(at -> new Replica(at, names.get(at))).toList();
    outNanos = out.toNanos();
  }

  /**
   * The place in the list of the one to ask, which then has a call more under way.
   *
   * @param prefix the hash of what the call's prompt has in common with others
   */
  synchronized int choose(long prefix, String callId, long nowNanos) {
    List<Replica> up = all.stream().filter(replica -> !replica.isOut(nowNanos)).toList();
    List<Replica> asked = up.isEmpty() ? all : up;
    int most = mostInFlight(asked);
    Replica failed = failedAt.get(callId);
    Comparator<Replica> elsewhere = Comparator.comparing(replica -> replica == failed);
    Comparator<Replica> byRank = Comparator.comparingLong(replica -> rank(prefix, replica));
    Replica chosen =
        asked.stream()
            .filter(replica -> replica.inFlight < most)
            .min(elsewhere.thenComparing(byRank))
            .orElseThrow(() -> new IllegalStateException("all have more than their mean"));
    chosen.inFlight++;
    chosen.outUntilNanos = nowNanos + outNanos; // If it was out, this call alone tries it.
    return chosen.index;
  }

  private static int mostInFlight(List<Replica> asked) {
    int withThis = 1 + asked.stream().mapToInt(replica -> replica.inFlight).sum();
    return (int) Math.ceil(MOST_OF_MEAN * withThis / asked.size());
  }

  /** Steele, Lea and Flood's mixing: each bit of either turns half of the bits of the rank. */
  private static long rank(long prefix, Replica replica) {
    long mixed = prefix ^ replica.hash;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /**
   * A call has ended.
   *
   * @param outcome null if it was called off
   */
  synchronized void ended(int at, String callId, @Nullable Outcome<?> outcome, long nowNanos) {
    Replica replica = all.get(at);
    replica.inFlight--;
    switch (outcome == null ? HealthSign.NONE : HealthSign.of(outcome)) {
      case WELL, ANSWERED -> {
        replica.illInARow = 0;
        replica.out = false;
        failedAt.remove(callId);
      }
      case ILL -> {
        replica.illInARow++;
        failedAt.put(callId, replica);
        if (unreachable(outcome) || replica.illInARow >= ILL_IN_A_ROW) {
          replica.out = true;
          replica.outUntilNanos = nowNanos + outNanos;
        }
      }
      case NONE -> {}
    }
  }

  private static boolean unreachable(@Nullable Outcome<?> outcome) {
    return outcome instanceof Outcome.Failed<?> failed
        && failed.failure().kind() == FailureKind.CONNECTION;
  }

  synchronized int inFlight(int at) {
    return all.get(at).inFlight;
  }
}
