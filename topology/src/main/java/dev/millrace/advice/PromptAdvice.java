// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.advice;

import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks at how models are asked, and says what a person who knows models would say. */
public final class PromptAdvice {
  private PromptAdvice() {}

  /** Of all routes, in their order. */
  public static List<Advice> of(Pipeline pipeline) {
    List<Advice> advice = new ArrayList<>();
    for (Route route : pipeline.routes().values()) {
      if (route.way() instanceof Agent agent) {
        of(Prompt.of(pipeline, route, agent), PerRequest.ofAgents()).forEach(advice::add);
      } else if (route.way() instanceof Plan plan) {
        for (Plan.PlanCall call : plan.calls().values()) {
          of(pipeline, route, plan, call).forEach(advice::add);
        }
      }
    }
    return advice;
  }

  private static Stream<Advice> of(Pipeline pipeline, Route route, Plan plan, Plan.PlanCall call) {
    return call.work() instanceof Plan.ModelWork work
        ? of(Prompt.of(pipeline, route, call, work), PerRequest.of(plan))
        : ParsedProse.of(pipeline, route, plan, call);
  }

  private static Stream<Advice> of(Prompt prompt, PerRequest perRequest) {
    return Stream.of(
            BrokenCache.of(prompt, perRequest), BuriedTask.of(prompt), UnheldAnswer.of(prompt))
        .flatMap(found -> found.stream());
  }
}
