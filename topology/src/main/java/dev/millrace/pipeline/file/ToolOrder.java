// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which tools leave after which, when an agent's model asks for them in the same step. */
final class ToolOrder {
  private ToolOrder() {}

  static void check(At root, @Nullable Map<String, Route> routes, Map<String, Tool> tools) {
    Needs.of(root.find("tools")).check("tool", "after");
    for (Tool tool : tools.values()) {
      At after = root.find("tools", tool.name(), "after");
      if (after != null && !tool.after().isEmpty() && !matters(tool, routes)) {
        String warning = "only calls that one agent asks for at once have this order; none can";
        String mend = "delete it, or offer those tools to one agent";
        root.context().warning(after, warning, mend);
      }
    }
  }

  private static boolean matters(Tool tool, @Nullable Map<String, Route> routes) {
    return routes == null
        || routes.values().stream()
            .anyMatch(
                route ->
                    route.way() instanceof Agent agent
                        && agent.tools().contains(tool.name())
                        && tool.after().stream().anyMatch(agent.tools()::contains));
  }

  /** The routes, whose agents know the order of their tools. */
  static Map<String, Route> in(Map<String, Route> routes, Map<String, Tool> tools) {
    Map<String, Route> ordered = new LinkedHashMap<>();
    routes.forEach(
        (name, route) ->
            ordered.put(
                name,
                route.way() instanceof Agent agent
                    ? route.going(agent.ordered(after(agent, tools)))
                    : route));
    return ordered;
  }

  private static Map<String, List<String>> after(Agent agent, Map<String, Tool> tools) {
    Map<String, List<String>> after = new LinkedHashMap<>();
    for (String name : agent.tools()) {
      Tool tool = Objects.requireNonNull(tools.get(name), name);
      if (!tool.after().isEmpty()) {
        after.put(name, tool.after());
      }
    }
    return after;
  }
}
