// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Provider;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import dev.millrace.seeded.PipelineFiles.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a world is like before anything happens in it.
 *
 * @param changed the file that may come at a restart
 * @param forgetful whether an instance can make nothing of a file that is not its own
 * @param partitions of the request topic; the application has the first
 */
record Setting(Source first, Source changed, boolean forgetful, Temper temper, int partitions) {

  /**
   * @param ofGroups decide on budgets of groups, so that all else is what it is without them
   */
  static Setting of(Dice dice, Dice ofGroups) {
    Map<String, String> numbers = Tightness.numbers(dice);
    numbers.putAll(Tightness.numbersOfGroups(ofGroups));
    Source first = PipelineFiles.first(dice, numbers);
    Source changed = PipelineFiles.second(dice, numbers);
    Leaning leaning = dice.leaning();
    int spread = leaning.waitsForGrants() ? 1 : 4;
    Temper temper = Temper.of(dice, first.pipeline().models().keySet(), toolNames(first));
    boolean forgetful = dice.oneIn(2) || leaning.names("uprooted", "route_changed");
    return new Setting(first, changed, forgetful, temper, dice.oneIn(spread) ? 3 : 1);
  }

  private static List<String> toolNames(Source source) {
    return List.copyOf(source.pipeline().tools().keySet());
  }

  /** What no file changes: budgets, caches, limits, topics. */
  Pipeline pipeline() {
    return first.pipeline();
  }

  /** The tools of either file. */
  Map<String, Tool> tools() {
    Map<String, Tool> tools = new HashMap<>(changed.pipeline().tools());
    tools.putAll(pipeline().tools());
    return tools;
  }

  /** The models of either file. */
  Map<String, ModelConfig> models() {
    Map<String, ModelConfig> models = new HashMap<>(changed.pipeline().models());
    models.putAll(pipeline().models());
    return models;
  }

  /** The routes of either file. */
  Map<String, Route> routes() {
    Map<String, Route> routes = new HashMap<>(changed.pipeline().routes());
    routes.putAll(pipeline().routes());
    return routes;
  }

  /** So many calls may be under way, whichever, before one has to wait. */
  int places() {
    Limits limits = pipeline().limits();
    int places = Math.min(limits.maxInFlightPerTenant(), limits.maxInFlightBackground());
    for (Provider provider : pipeline().providers().values()) {
      places = Math.min(places, provider.maxInFlight());
    }
    for (Tool tool : pipeline().tools().values()) {
      places = Math.min(places, tool.maxInFlight());
    }
    return places;
  }
}
