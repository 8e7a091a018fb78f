// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import java.util.Objects;

/** Warns of routes that work, though hardly as meant. */
final class OddRoutes {
  private OddRoutes() {}

  static void check(At root, Pipeline pipeline) {
    for (Route route : pipeline.routes().values()) {
      boolean led = !route.rules().isEmpty() || !route.examples().isEmpty();
      if (!led && !route.name().equals(pipeline.classifier().fallbackRoute())) {
        String message = "without rules and examples only a request that names it goes here";
        warn(root, route, message, "add rules: or examples:");
      }
      if (route.way() instanceof Agent agent) {
        agent.tools().stream()
            .map(name -> Objects.requireNonNull(pipeline.tools().get(name), name))
            .filter(tool -> tool.description().isBlank())
            .map(Tool::name)
            .forEach(name -> warnOfTool(root, route, name));
      }
    }
  }

  private static void warnOfTool(At root, Route route, String tool) {
    String message = "the agent's tool " + tool + " is not described";
    warn(root, route, message, "add a description: by which a model knows when to use it");
  }

  private static void warn(At root, Route route, String message, String mend) {
    At at = Objects.requireNonNull(root.find("routes", route.name()), route.name());
    at.context().warning(at, message, mend);
  }
}
