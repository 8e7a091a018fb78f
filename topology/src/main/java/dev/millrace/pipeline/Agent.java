// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.util.List;
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
 * @param maxOutputTokens of each answer; null for the model's own
 */
public record Agent(
    String model,
    String system,
    List<String> tools,
    int maxSteps,
    int maxParallelTools,
    @Nullable Integer maxOutputTokens)
    implements Route.Way {
  public Agent {
    tools = List.copyOf(tools);
    Checks.atLeast(1, maxSteps, "maxSteps");
    Checks.atLeast(1, maxParallelTools, "maxParallelTools");
    Checks.atLeastIfAny(1, maxOutputTokens, "maxOutputTokens");
  }
}
