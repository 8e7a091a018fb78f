// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.WindowStore;

/**
 * What is remembered for a while and then forgotten without a scan: a window store, whose old
 * segments leave whole. A value stands under its key and the time it was put, cut down to a few
 * slots over the retention, so that finding the newest takes as many point look-ups as there are
 * slots.
 *
 * @param <V> the value
 */
public final class ExpiringStore<V> {
  static final int SLOTS = 4;

  private final WindowStore<Bytes, V> store;
  private final long slotMs;

  ExpiringStore(WindowStore<Bytes, V> store, Duration retention) {
    this.store = store;
    this.slotMs = slotMs(retention);
  }

  static long slotMs(Duration retention) {
    return Math.max(1, retention.toMillis() / SLOTS);
  }

  public void put(Bytes key, V value, long atMs) {
    store.put(key, value, slot(atMs));
  }

  /** The newest value put at or before this time and not yet forgotten. */
  public Optional<V> get(Bytes key, long nowMs) {
    long newest = slot(nowMs);
    for (int back = 0; back <= SLOTS; back++) {
      long slot = newest - back * slotMs;
      V value = slot < 0 ? null : store.fetch(key, slot);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private long slot(long atMs) {
    return atMs - Math.floorMod(atMs, slotMs);
  }
}
