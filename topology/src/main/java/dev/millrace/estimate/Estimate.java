// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pipeline's requests will come to.
 *
 * @param routes in the order of the file
 * @param leftOut requests that go no route, by why
 * @param sharing of those whose routes could only be guessed
 */
public record Estimate(List<RouteEstimate> routes, Map<String, Long> leftOut, Sharing sharing) {

  public Estimate {
    routes = List.copyOf(routes);
    leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
  }
}
