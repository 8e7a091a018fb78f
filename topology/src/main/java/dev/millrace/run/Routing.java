// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which way a run goes, and why.
 *
 * @param by what decided: {@code hint, rule, embedding, model, fallback}
 * @param confidence 0 to 1
 * @param extracted what the route's patterns found in the request, in the order of their names
 */
public record Routing(String route, String by, double confidence, Map<String, String> extracted) {
  public Routing {
    extracted = Collections.unmodifiableMap(new TreeMap<>(extracted));
  }
}
