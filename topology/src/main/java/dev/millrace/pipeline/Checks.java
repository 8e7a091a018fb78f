// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a pipeline refuse at birth. A file's author never meets these: its reader
 * says more, and sooner.
 */
final class Checks {
  private Checks() {}

  static void atLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " < " + least + ": " + value);
    }
  }

  static void within(long least, long most, long value, String name) {
    atLeast(least, value, name);
    if (value > most) {
      throw new IllegalArgumentException(name + " > " + most + ": " + value);
    }
  }

  static void atLeastIfAny(long least, @Nullable Number value, String name) {
    if (value != null) {
      atLeast(least, value.longValue(), name);
    }
  }

  static void positive(Duration value, String name) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is not positive: " + value);
    }
  }

  static void notBlank(String value, String name) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is blank");
    }
  }

  /** A copy that cannot change and keeps its order. */
  static <K, V> Map<K, V> ordered(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
