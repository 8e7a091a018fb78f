// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many faults of each kind were injected. */
public final class Faults {
  private final Map<String, Long> byKind = new TreeMap<>();

  /**
   * Counts one.
   *
   * @param kind a {@link Fault}, or the kind of an attempt's failure
   */
  void count(Enum<?> kind) {
    count(kind, 1);
  }

  void count(Enum<?> kind, long times) {
    byKind.merge(word(kind), times, Long::sum);
  }

  long of(Enum<?> kind) {
    return byKind.getOrDefault(word(kind), 0L);
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  public void add(Faults others) {
    others.byKind.forEach((kind, count) -> byKind.merge(kind, count, Long::sum));
  }

  /** By kind, in the order of the alphabet. */
  public Map<String, Long> byKind() {
    return Collections.unmodifiableMap(byKind);
  }

  public long total() {
    return byKind.values().stream().mapToLong(Long::longValue).sum();
  }
}
