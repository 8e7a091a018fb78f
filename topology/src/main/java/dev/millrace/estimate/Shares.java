// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.route.By;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Deals requests to the routes that may be found for them, so that each has its share at any time:
 * as often as it was seen before or, where nothing was, as often as the others.
 */
final class Shares {
  private static final Set<By> AT_RUN_TIME = EnumSet.of(By.EMBEDDING, By.MODEL, By.FALLBACK);

  private final Map<Found, Long> seen;
  private final Map<Found, Long> dealt = new HashMap<>();

  Shares(Map<Found, Long> seen) {
    this.seen = new HashMap<>(seen);
    this.seen.keySet().removeIf(found -> !AT_RUN_TIME.contains(found.by()));
  }

  /**
   * The one of these that is furthest behind its share; of several the first.
   *
   * @param ways to each route together, the most usual first
   */
  Found next(Collection<Found> ways) {
    boolean wasAny = ways.stream().anyMatch(seen::containsKey);
    Found next = null;
    for (Found way : wasAny ? ways : oneToEach(ways)) {
      if (next == null || behind(way, next, wasAny)) {
        next = way;
      }
    }
    if (next == null) {
      throw new IllegalArgumentException("no way to go");
    }
    dealt.merge(next, 1L, Long::sum);
    return next;
  }

  private static Collection<Found> oneToEach(Collection<Found> ways) {
    Map<String, Found> first = new LinkedHashMap<>();
    ways.forEach(way -> first.putIfAbsent(way.route(), way));
    return first.values();
  }

  /** By the greatest quotient of its weight and what it has with this one (D'Hondt's rule). */
  private boolean behind(Found one, Found other, boolean wasAny) {
    return Math.multiplyExact(weight(one, wasAny), dealt.getOrDefault(other, 0L) + 1)
        > Math.multiplyExact(weight(other, wasAny), dealt.getOrDefault(one, 0L) + 1);
  }

  private long weight(Found way, boolean wasAny) {
    return wasAny ? seen.getOrDefault(way, 0L) : 1;
  }

  Sharing sharing() {
    Map<String, Long> byRoute = new TreeMap<>();
    dealt.forEach((way, count) -> byRoute.merge(way.route(), count, Long::sum));
    return new Sharing(byRoute, !seen.isEmpty());
  }
}
