// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import dev.millrace.model.ToolUse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model that chooses tools, gets their results and is asked again, until it answers or a limit is
 * met.
 *
 * @param system a Mustache template over {@code request} and {@code extract}; keep it stable so
 *     that the provider's prompt cache serves
 * @param tools it may use
 * @param maxSteps rounds of model and tools; the last one is asked without tools
 * @param maxParallelTools of one step; what is asked beyond fails with a reason the model can read
 * @param after by tool, those whose calls of the same step must have ended before its calls leave;
 *     they form no cycle
 * @param maxOutputTokens of each answer; null for the model's own
 * @param guard when its use of tools ends because it goes round in circles
 */
public record Agent(
    String model,
    String system,
    List<String> tools,
    int maxSteps,
    int maxParallelTools,
    Map<String, List<String>> after,
    @Nullable Integer maxOutputTokens,
    Guard guard)
    implements Route.Way {
  public Agent {
    tools = List.copyOf(tools);
    after = Map.copyOf(after);
    Checks.atLeast(1, maxSteps, "maxSteps");
    Checks.atLeast(1, maxParallelTools, "maxParallelTools");
    Checks.atLeastIfAny(1, maxOutputTokens, "maxOutputTokens");
  }

  /** The same, with tools that leave after others. */
  public Agent ordered(Map<String, List<String>> toolsAfter) {
    return new Agent(
        model, system, tools, maxSteps, maxParallelTools, toolsAfter, maxOutputTokens, guard);
  }

  /** The same, guarded otherwise. */
  public Agent guarded(Guard other) {
    return new Agent(
        model, system, tools, maxSteps, maxParallelTools, after, maxOutputTokens, other);
  }

  /**
   * Which of the uses of one step a use of that tool follows: their places in the list. One beyond
   * those that may fly at once is refused, and so is over at once.
   */
  public List<Integer> behind(String tool, List<ToolUse> uses) {
    List<String> first = after.getOrDefault(tool, List.of());
    return first.isEmpty()
        ? List.of()
        : IntStream.range(0, Math.min(uses.size(), maxParallelTools))
            .filter(use -> first.contains(uses.get(use).name()))
            .boxed()
            .toList();
  }
}
