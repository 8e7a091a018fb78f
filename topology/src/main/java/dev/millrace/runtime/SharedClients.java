// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Clients by what describes them: whoever wants an equal one gets the same, and the last who gives
 * it back closes it. Thread-safe.
 *
 * @param <D> the description; equal ones make equal clients
 */
final class SharedClients<D, C> implements AutoCloseable {
  private final Map<D, Leased<C>> open = new HashMap<>();
  private final Function<D, C> maker;
  private final Consumer<C> closer;

  private static final class Leased<C> {
    final C client;
    int leases;

    Leased(C client) {
      this.client = client;
    }
  }

  SharedClients(Function<D, C> maker, Consumer<C> closer) {
    this.maker = maker;
    this.closer = closer;
  }

  synchronized C take(D description) {
    Leased<C> leased = open.get(description);
    if (leased == null) {
      leased = new Leased<>(maker.apply(description));
      open.put(description, leased);
    }
    leased.leases++;
    return leased.client;
  }

  synchronized void giveBack(D description) {
    Leased<C> leased = Objects.requireNonNull(open.get(description));
    if (--leased.leases == 0) {
      open.remove(description);
      closer.accept(leased.client);
    }
  }

  synchronized int size() {
    return open.size();
  }

  /** Closes all that are open, whoever has them. */
  @Override
  public synchronized void close() {
    open.values().forEach(leased -> closer.accept(leased.client));
    open.clear();
  }
}
