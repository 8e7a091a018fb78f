// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How requests were shared that only examples or a model can place.
 *
 * @param byRoute how many each got
 * @param asSeen whether as results say that such requests were placed; else evenly
 */
public record Sharing(Map<String, Long> byRoute, boolean asSeen) {
  static final Sharing NONE = new Sharing(Map.of(), false);

  public Sharing {
    byRoute = Collections.unmodifiableMap(new TreeMap<>(byRoute));
  }

  /** How many there were. */
  public long requests() {
    return byRoute.values().stream().mapToLong(Long::longValue).sum();
  }
}
