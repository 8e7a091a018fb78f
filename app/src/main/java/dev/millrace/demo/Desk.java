// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a world offers over HTTP: handlers by method and path, such as {@code /orders/{id}}. */
final class Desk {
  private record Route(String method, List<String> pattern, Function<HttpCall, Reply> handler) {}

  private final List<Route> routes = new ArrayList<>();

  Desk get(String pattern, Function<HttpCall, Reply> handler) {
    return on("GET", pattern, handler);
  }

  Desk post(String pattern, Function<HttpCall, Reply> handler) {
    return on("POST", pattern, handler);
  }

  private Desk on(String method, String pattern, Function<HttpCall, Reply> handler) {
    routes.add(new Route(method, List.of(pattern.substring(1).split("/")), handler));
    return this;
  }

  Reply answer(HttpCall call) {
    boolean known = false;
    for (Route route : routes) {
      Optional<Map<String, String>> named = match(route.pattern(), call.path());
      if (named.isPresent() && route.method().equals(call.method())) {
        return route.handler().apply(call.with(named.get()));
      }
      known |= named.isPresent();
    }
    return known
        ? Reply.error(405, "method_not_allowed", "This place does not take " + call.method() + ".")
        : Reply.notFound("There is no such place.");
  }

  private static Optional<Map<String, String>> match(List<String> pattern, List<String> path) {
    if (pattern.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String wanted = pattern.get(i);
      if (wanted.startsWith("{")) {
        named.put(wanted.substring(1, wanted.length() - 1), path.get(i));
      } else if (!wanted.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }
}
