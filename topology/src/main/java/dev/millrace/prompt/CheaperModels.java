// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.engine.Trim;
import dev.millrace.pipeline.Downgrade;
import dev.millrace.run.CallSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Models that are asked in the place of others while a budget runs low.
 *
 * @param instead by the model that a call is for
 */
public record CheaperModels(Map<String, String> instead) {
  public static final CheaperModels NONE = new CheaperModels(Map.of());

  public CheaperModels {
    instead = Map.copyOf(instead);
  }

  /** Of the steps down that hold the last counts. */
  public static CheaperModels of(List<Downgrade> steps, Predicate<Downgrade> holds) {
    Map<String, String> models = new HashMap<>();
    steps.stream().filter(holds).forEach(step -> models.putAll(step.models()));
    return new CheaperModels(models);
  }

  /** A call at the model in the place of its own, unless it is too large for that. */
  public PlannedCall of(
      CallPlanner planner, RunView view, CallSpec spec, PlannedCall whole, long nowMs) {
    if (!(whole instanceof PlannedCall.ToSend toSend)
        || toSend.quote() == null
        || !instead.containsKey(toSend.target())) {
      return whole;
    }
    Aim aim = new Aim(instead.get(toSend.target()), null, Trim.NONE);
    PlannedCall cheaper = planner.plan(view, spec, aim, nowMs);
    return cheaper instanceof PlannedCall.ToSend ? cheaper : whole;
  }
}
