// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map that forgets what was used longest ago. Safe for many threads. */
final class Lru<K, V> {

  private final Map<K, V> entries;

  Lru(int capacity) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  synchronized @Nullable V get(K key) {
    return entries.get(key);
  }

  /** Computes outside the lock: two threads may compute the same value, and either will do. */
  V computeIfAbsent(K key, Function<K, V> compute) {
    V known = get(key);
    if (known != null) {
      return known;
    }
    V computed = compute.apply(key);
    put(key, computed);
    return computed;
  }

  synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  /** Changes a value in one step, starting from what is given if there is none. */
  synchronized V update(K key, V start, Function<V, V> change) {
    V changed = change.apply(entries.getOrDefault(key, start));
    entries.put(key, changed);
    return changed;
  }

  synchronized int size() {
    return entries.size();
  }

  synchronized Map<K, V> copy() {
    return new LinkedHashMap<>(entries);
  }
}
