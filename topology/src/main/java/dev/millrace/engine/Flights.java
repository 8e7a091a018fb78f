// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.run.CallId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a task that are under way: one of each call, and its hedge.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class Flights {
  private static final long SWEEP_MS = 1_000;

  private final Map<CallId, Flight> firsts = new HashMap<>();
  private final Hedges hedges = new Hedges();
  private long nextSweepAtMs;

  /** One leaves that is no hedge. */
  void add(Flight flight) {
    firsts.put(flight.call().id(), flight);
    if (firsts.size() == 1) {
      nextSweepAtMs = flight.sentAtMs() + SWEEP_MS;
    }
  }

  Hedges hedges() {
    return hedges;
  }

  /** A call's attempt that is no hedge. */
  @Nullable Flight get(CallId id) {
    return firsts.get(id);
  }

  boolean has(CallId id, int attempt) {
    Flight flight = firsts.get(id);
    return flight != null && flight.attempt() == attempt;
  }

  @Nullable Flight remove(CallId id) {
    return firsts.remove(id);
  }

  /** One is back, and forgotten if it is no hedge. */
  void back(Completion completion) {
    if (has(completion.id(), completion.attempt())) {
      firsts.remove(completion.id());
    }
  }

  boolean isEmpty() {
    return firsts.isEmpty() && hedges.isEmpty();
  }

  /** When to look for those that are overdue. */
  long nextSweepAtMs() {
    return isEmpty() ? Long.MAX_VALUE : nextSweepAtMs;
  }

  /** Those that their clients should have ended long ago; they are forgotten, but for hedges. */
  List<Flight> sweep(long nowMs) {
    if (nowMs < nextSweepAtMs()) {
      return List.of();
    }
    nextSweepAtMs = nowMs + SWEEP_MS;
    List<Flight> overdue = new ArrayList<>(hedges.overdue(nowMs));
    List<Flight> first =
        firsts.values().stream().filter(flight -> flight.isOverdue(nowMs)).toList();
    first.forEach(flight -> firsts.remove(flight.call().id()));
    overdue.addAll(first);
    return overdue;
  }

  /** Calls all off and forgets them. */
  void clear() {
    firsts.values().stream().map(Flight::future).toList().forEach(future -> future.cancel(true));
    firsts.clear();
    hedges.clear();
  }
}
