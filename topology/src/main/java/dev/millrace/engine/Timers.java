// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.run.CallId;
import dev.millrace.run.RunId;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When something is due. Nothing is stored here: what is due stands in the runs and pending calls
 * themselves, and this is filled from them at start. An entry that is no longer true is found out
 * by who acts on it.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class Timers {

  /** What is due. */
  sealed interface Due {
    long atMs();
  }

  record RunDue(long atMs, RunId run) implements Due {}

  record CallDue(long atMs, CallId call, Seat seat) implements Due {}

  /** A call has become slow, if this attempt of it is still under way. */
  record HedgeDue(long atMs, CallId call, int attempt) implements Due {}

  private static final int SLACK = 1_000;

  private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::atMs));

  private int keptByLastTrim;

  void add(Due due) {
    queue.add(due);
  }

  @Nullable Due pollDue(long nowMs) {
    Due first = queue.peek();
    return first != null && first.atMs() <= nowMs ? queue.poll() : null;
  }

  long nextAtMs() {
    Due first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.atMs();
  }

  int size() {
    return queue.size();
  }

  /**
   * Drops what was to be told to runs that have ended, now and then: runs end long before their
   * deadlines, whose timers would pile up. Cheap enough to be called at each end.
   */
  void trim(Predicate<RunId> lives) {
    if (queue.size() > SLACK + 2 * keptByLastTrim) {
      queue.removeIf(due -> isOfEndedRun(due, lives));
      keptByLastTrim = queue.size();
    }
  }

  private static boolean isOfEndedRun(Due due, Predicate<RunId> lives) {
    return due instanceof RunDue run
        ? !lives.test(run.run())
        : due instanceof HedgeDue hedge && !lives.test(hedge.call().run());
  }

  void clear() {
    keptByLastTrim = 0;
    queue.clear();
  }
}
