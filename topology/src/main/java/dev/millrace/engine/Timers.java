// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.run.CallId;
import dev.millrace.run.RunId;
import java.util.Comparator;
import java.util.PriorityQueue;
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

  record CallDue(long atMs, CallId call, Lane lane) implements Due {}

  private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::atMs));

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

  void clear() {
    queue.clear();
  }
}
