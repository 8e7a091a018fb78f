// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One workflow, whole. Maps keep the order of the file.
 *
 * @param name part of the application id and of every cache key
 * @param version the team's own; a change of it makes cached results of the old one unreachable
 * @param text what it was read from; null if it was built in Java
 */
public record Pipeline(
    String name,
    String version,
    Map<String, Provider> providers,
    Map<String, ModelConfig> models,
    Map<String, McpServerConfig> mcpServers,
    Map<String, Tool> tools,
    Classifier classifier,
    Map<String, Route> routes,
    Budgets budgets,
    Caches caches,
    TopicSettings topics,
    Limits limits,
    Alarms alarms,
    @Nullable PipelineText text) {

  public Pipeline {
    Checks.notBlank(name, "name");
    Checks.notBlank(version, "version");
    providers = Checks.ordered(providers);
    models = Checks.ordered(models);
    mcpServers = Checks.ordered(mcpServers);
    tools = Checks.ordered(tools);
    routes = Checks.ordered(routes);
  }

  /** One that was built in Java, without MCP servers, and with the usual alarms. */
  public Pipeline(
      String name,
      String version,
      Map<String, Provider> providers,
      Map<String, ModelConfig> models,
      Map<String, Tool> tools,
      Classifier classifier,
      Map<String, Route> routes,
      Budgets budgets,
      Caches caches,
      TopicSettings topics,
      Limits limits) {
    this(
        name,
        version,
        providers,
        models,
        Map.of(),
        tools,
        classifier,
        routes,
        budgets,
        caches,
        topics,
        limits,
        Alarms.USUAL,
        null);
  }

  /** The same, read from this text. */
  public Pipeline readFrom(PipelineText from) {
    return new Pipeline(
        name,
        version,
        providers,
        models,
        mcpServers,
        tools,
        classifier,
        routes,
        budgets,
        caches,
        topics,
        limits,
        alarms,
        from);
  }

  /** The identity of its text, by which runs remember it; empty if it was built in Java. */
  public String definition() {
    return text == null ? "" : text.id();
  }

  /**
   * How long a run of a workload class may take that looks for its route: as long as the most
   * patient of them lets it; null for as long as it likes.
   */
  public @Nullable Duration longestWallClock(String workloadClass) {
    Duration longest = Duration.ZERO;
    for (Route route : routes.values()) {
      Duration most = budgets.ofRun(route, workloadClass).wallClock();
      if (most == null) {
        return null;
      }
      longest = most.compareTo(longest) > 0 ? most : longest;
    }
    return longest;
  }

  /** Whether requests find their routes by examples, so that an embedder is needed. */
  public boolean comparesExamples() {
    return classifier.embeddings()
        && routes.values().stream().anyMatch(route -> !route.examples().isEmpty());
  }
}
