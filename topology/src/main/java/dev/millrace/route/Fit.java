// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import dev.millrace.pipeline.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a question may take a route at all, however well the route would suit it. */
sealed interface Fit {

  record Fits(Map<String, String> extracted) implements Fit {}

  record LacksPermission() implements Fit {}

  /** The text lacks what the route works on. */
  record Misses(String extract) implements Fit {}

  /** Permission comes first: who lacks it learns nothing about what the route looks for. */
  static Fit of(Route route, Question question) {
    String permission = route.permission();
    if (permission != null && !question.permissions().contains(permission)) {
      return new LacksPermission();
    }
    Map<String, String> extracted = new LinkedHashMap<>();
    for (Map.Entry<String, Pattern> extract : route.extract().entrySet()) {
      Optional<String> value = Patterns.extract(extract.getValue(), question.text());
      if (value.isEmpty()) {
        return new Misses(extract.getKey());
      }
      extracted.put(extract.getKey(), value.get());
    }
    return new Fits(extracted);
  }
}
