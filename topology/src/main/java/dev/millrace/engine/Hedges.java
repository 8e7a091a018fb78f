// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Second attempts under way beside those that were slow. Unlike a first one, which is forgotten
 * when it comes back, each stays here until somebody says what it was good for.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class Hedges {
  private final Map<CallId, Flight> flights = new HashMap<>();
  private final Map<CallId, CallResult.Failed> otherwise = new HashMap<>();

  boolean isEmpty() {
    return flights.isEmpty();
  }

  void add(Flight flight) {
    flights.put(flight.call().id(), flight);
  }

  /** The first attempt has given up: what the call comes to if the second one fails too. */
  void otherwise(CallId id, CallResult.Failed result) {
    otherwise.put(id, result);
  }

  /** What the call comes to now that this one has failed; null if nothing was said. */
  CallResult.@Nullable Failed failed(CallId id) {
    flights.remove(id);
    return otherwise.remove(id);
  }

  @Nullable Flight remove(CallId id) {
    otherwise.remove(id);
    return flights.remove(id);
  }

  /** Those that their clients should have ended long ago. */
  List<Flight> overdue(long nowMs) {
    return flights.values().stream().filter(flight -> flight.isOverdue(nowMs)).toList();
  }

  /** Calls all off and forgets them. */
  void clear() {
    flights.values().stream().map(Flight::future).toList().forEach(future -> future.cancel(true));
    flights.clear();
    otherwise.clear();
  }
}
