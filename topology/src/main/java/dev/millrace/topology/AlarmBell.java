// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definitions;
import dev.millrace.run.Alarm;
import dev.millrace.run.CallMean;
import dev.millrace.run.Charge;
import dev.millrace.run.Run;
import dev.millrace.run.Transition;
import dev.millrace.run.Watch;
import dev.millrace.run.Working;
import dev.millrace.wire.ProgressEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells people of runs that grow or are dear. What a single model call of a route costs it learns
 * from the runs of its task; after a start it begins anew.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class AlarmBell {
  private final Definitions definitions;
  private final RunMetrics metrics;
  private final Publisher publisher;
  private final Map<String, CallMean> single = new HashMap<>();

  AlarmBell(Definitions definitions, RunMetrics metrics, Publisher publisher) {
    this.definitions = definitions;
    this.metrics = metrics;
    this.publisher = publisher;
  }

  /** The same transition, with what was told in the run's tally. */
  Transition heard(Transition transition, Charge charge, int step, long nowMs) {
    if (!(transition.next() instanceof Working run)) {
      return transition;
    }
    String route = run.routing().route();
    CallMean mean = single.getOrDefault(route, CallMean.NONE).plus(charge.spent());
    single.put(route, mean);
    List<Alarm> given =
        Watch.after(run, charge, mean, definitions.of(run.facts()).pipeline().alarms());
    given.forEach(alarm -> ring(alarm, run, charge, step, nowMs));
    Run next = given.isEmpty() ? run : run.withTally(run.tally().alarmed(given));
    return new Transition(next, transition.cancelled(), transition.ending());
  }

  private void ring(Alarm alarm, Working run, Charge charge, int step, long nowMs) {
    metrics.alarm(run.routing().route(), alarm);
    publisher.alarm(run.facts(), ProgressEvents.alarm(run, alarm, charge, step, nowMs));
  }
}
