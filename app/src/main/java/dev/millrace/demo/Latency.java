// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * How long a desk takes to answer: the same for the same call, so that a run can be repeated.
 *
 * @param usual of all places that have no range of their own
 * @param places by the first segment of the path
 */
public record Latency(Range usual, Map<String, Range> places) {
  public static final Latency NONE = between(0, 0);

  /** From and up to so many milliseconds, both included. */
  public record Range(int leastMs, int mostMs) {
    private static final int MAX_MS = 60_000;

    public Range {
      if (leastMs < 0 || mostMs < leastMs || mostMs > MAX_MS) {
        throw new IllegalArgumentException("no range of times: " + leastMs + ".." + mostMs + " ms");
      }
    }
  }

  public Latency {
    places = Map.copyOf(places);
  }

  public static Latency between(int leastMs, int mostMs) {
    return new Latency(new Range(leastMs, mostMs), Map.of());
  }

  /** The same, but for one place. */
  public Latency with(String place, int leastMs, int mostMs) {
    Map<String, Range> changed = new LinkedHashMap<>(places);
    changed.put(place, new Range(leastMs, mostMs));
    return new Latency(usual, changed);
  }

  /**
   * How long this call takes.
   *
   * @param uri path and query as they came
   */
  int ofMs(String place, String method, String uri) {
    Range range = places.getOrDefault(place, usual);
    CRC32 hash = new CRC32();
    hash.update((method + " " + uri).getBytes(StandardCharsets.UTF_8));
    int choices = range.mostMs() - range.leastMs() + 1;
    return range.leastMs() + (int) (hash.getValue() % choices);
  }
}
