// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.prompt.RunView;
import dev.millrace.run.Part;
import dev.millrace.run.RunFacts;
import dev.millrace.run.StepTimes;
import dev.millrace.schemas.Phases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Where a run's time went. Calls that flew together count once. */
final class Phasing {
  private Phasing() {}

  static Phases of(RunView view, List<StepTimes> steps, long endedAtMs) {
    RunFacts facts = view.run().facts();
    List<Part> parts = new ArrayList<>(view.parts());
    parts.sort(Comparator.comparingLong(Part::startedAtMs));
    long totalMs = endedAtMs - facts.startedAtMs();
    long outsideMs = covered(parts, part -> true);
    long sumMs = parts.stream().mapToLong(part -> part.endedAtMs() - part.startedAtMs()).sum();
    long classifiedMs =
        steps.isEmpty() ? totalMs : steps.get(0).startedAtMs() - facts.startedAtMs();
    Phases phases = new Phases();
    phases.setQueuedMs(Math.max(0, facts.startedAtMs() - facts.receivedAtMs()));
    phases.setClassifyMs(Math.max(0, classifiedMs));
    phases.setToolsMs(covered(parts, part -> view.toolOf(part).isPresent()));
    phases.setModelsMs(covered(parts, part -> view.toolOf(part).isEmpty()));
    phases.setOwnMs(Math.max(0, totalMs - outsideMs));
    phases.setTotalMs(totalMs);
    phases.setSequentialMs(Math.max(0, totalMs - outsideMs) + sumMs);
    return phases;
  }

  /** How long at least one of these calls was under way. */
  private static long covered(List<Part> inOrder, Predicate<Part> which) {
    long coveredMs = 0;
    long reachedMs = Long.MIN_VALUE;
    for (Part part : inOrder) {
      if (!which.test(part)) {
        continue;
      }
      long fromMs = Math.max(part.startedAtMs(), reachedMs);
      coveredMs += Math.max(0, part.endedAtMs() - fromMs);
      reachedMs = Math.max(reachedMs, part.endedAtMs());
    }
    return coveredMs;
  }
}
