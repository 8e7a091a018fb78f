// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Route.Rule;
import dev.millrace.pipeline.RunLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Routes for tests, named by what matters to the classifier. */
final class Routes {
  private final String name;
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Pattern> extract = new LinkedHashMap<>();
  private @Nullable String permission;

  private Routes(String name) {
    this.name = name;
  }

  static Routes route(String name) {
    return new Routes(name);
  }

  Routes rule(String pattern) {
    rules.add(new Rule(Pattern.compile(pattern), Map.of()));
    return this;
  }

  Routes rule(@Nullable String pattern, Map<String, String> attributes) {
    rules.add(new Rule(pattern == null ? null : Pattern.compile(pattern), attributes));
    return this;
  }

  Routes extract(String key, String pattern) {
    extract.put(key, Pattern.compile(pattern));
    return this;
  }

  Routes permission(String permission) {
    this.permission = permission;
    return this;
  }

  static Map<String, Route> inOrder(Routes... routes) {
    Map<String, Route> byName = new LinkedHashMap<>();
    for (Routes route : routes) {
      byName.put(route.name, route.build());
    }
    return byName;
  }

  private Route build() {
    return new Route(
        name,
        "what " + name + " is for",
        rules,
        List.of(),
        extract,
        permission,
        Duration.ofSeconds(30),
        RunLimits.NONE,
        List.of(),
        AtLimit.NOTHING,
        null,
        new Plan(Map.of(), "ok", JsonNodeFactory.instance.nullNode()));
  }
}
