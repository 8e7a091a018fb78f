// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.Lack;
import dev.millrace.ledger.Pot;
import dev.millrace.run.CallId;
import dev.millrace.run.RunId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who waits in a task until it is granted more of a budget that other partitions spend from too.
 * Nothing is stored here: a run that waits still wants its calls, and a call that waits is
 * promised, without anything held for it.
 *
 * <p>Is exclusively owned by the stream thread.
 */
public final class Waiters {

  /** Somebody who waits. */
  public sealed interface Waiter {}

  /** A run with the calls of a step. */
  public record OfRun(RunId run) implements Waiter {}

  /** A call with its next attempt. */
  public record OfCall(CallId call, Seat seat) implements Waiter {}

  /**
   * What is to be asked for.
   *
   * @param least what the first who waits lacks
   * @param all what all of them lack
   */
  public record Need(Pot pot, long startMs, Amounts least, Amounts all) {
    private Need plus(Lack lack) {
      return lack.startMs() > startMs ? of(lack) : more(lack);
    }

    private Need more(Lack lack) {
      return new Need(pot, startMs, least, all.plus(lack.amounts()));
    }

    private static Need of(Lack lack) {
      return new Need(lack.pot(), lack.startMs(), lack.amounts(), lack.amounts());
    }
  }

  private final Map<Pot, Map<Waiter, Lack>> waiting = new LinkedHashMap<>();
  private final Map<Waiter, Exhausted> told = new HashMap<>();
  private final Map<Pot, Need> needs = new LinkedHashMap<>();
  private boolean changed;

  /**
   * Adds somebody.
   *
   * @param exhausted of what it was told already that no more is to be had
   * @return true if there is something new to ask for, for the first time since that was looked at
   */
  boolean add(Waiter who, List<Lack> lacks, Exhausted exhausted) {
    told.put(who, exhausted);
    for (Lack lack : lacks) {
      Map<Waiter, Lack> all = waiting.computeIfAbsent(lack.pot(), pot -> new LinkedHashMap<>());
      if (all.putIfAbsent(who, lack) == null) {
        count(lack);
      }
    }
    boolean first = !changed;
    changed = true;
    return first;
  }

  /** What those who wait lack. */
  public List<Need> needs() {
    changed = false;
    return List.copyOf(needs.values());
  }

  /**
   * Those who wait for more of this, in the order in which they came, with what they were told
   * before. They wait no longer, for nothing else either: each comes back once, and says then what
   * it still lacks.
   */
  public Map<Waiter, Exhausted> take(Pot pot) {
    needs.remove(pot);
    Map<Waiter, Lack> taken = waiting.remove(pot);
    if (taken == null) {
      return Map.of();
    }
    Map<Waiter, Exhausted> all = new LinkedHashMap<>();
    taken.keySet().forEach(who -> all.put(who, Objects.requireNonNull(told.remove(who))));
    for (Pot other : List.copyOf(waiting.keySet())) {
      forget(other, taken.keySet());
    }
    return all;
  }

  private void forget(Pot pot, Set<Waiter> gone) {
    Map<Waiter, Lack> left = Objects.requireNonNull(waiting.get(pot));
    if (left.keySet().removeAll(gone)) {
      needs.remove(pot);
      left.values().forEach(this::count);
      if (left.isEmpty()) {
        waiting.remove(pot);
      }
    }
  }

  private void count(Lack lack) {
    needs.merge(lack.pot(), Need.of(lack), (before, same) -> before.plus(lack));
  }

  void clear() {
    waiting.clear();
    told.clear();
    needs.clear();
    changed = false;
  }
}
