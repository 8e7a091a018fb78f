// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What an estimate takes for granted: all of it, each with its value. */
public record Assumptions(Map<Assumption, Long> values) {

  public Assumptions {
    EnumMap<Assumption, Long> all = new EnumMap<>(Assumption.class);
    for (Assumption each : Assumption.values()) {
      all.put(each, values.getOrDefault(each, each.usual()));
    }
    values = Collections.unmodifiableMap(all);
  }

  public static Assumptions usual() {
    return new Assumptions(Map.of());
  }

  /**
   * The usual ones but for those that are named.
   *
   * @throws IllegalArgumentException if there is no such assumption, or none of such a value
   */
  public static Assumptions of(Map<String, Long> named) {
    EnumMap<Assumption, Long> values = new EnumMap<>(Assumption.class);
    named.forEach(
        (word, value) -> {
          Assumption of = Assumption.named(word).orElseThrow(() -> unknown(word));
          if (!of.allows(value)) {
            throw new IllegalArgumentException(
                "%s is from %d to %d: %d".formatted(word, of.least(), of.most(), value));
          }
          values.put(of, value);
        });
    return new Assumptions(values);
  }

  private static IllegalArgumentException unknown(String word) {
    String all =
        Arrays.stream(Assumption.values()).map(Assumption::word).collect(Collectors.joining(", "));
    return new IllegalArgumentException("nothing to assume: %s; there are %s".formatted(word, all));
  }

  public long get(Assumption of) {
    Long value = values.get(of);
    return value == null ? of.usual() : value;
  }

  int count(Assumption of) {
    return Math.toIntExact(get(of));
  }
}
