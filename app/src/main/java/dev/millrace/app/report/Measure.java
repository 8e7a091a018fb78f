// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One figure under the name that programs know it by; the names stay. */
record Measure(String name, Value value) {

  /** Null where there is none, as of a share of nothing. */
  interface Value {
    @Nullable Number of(Figures figures);
  }

  static final List<Measure> ALL =
      List.of(
          new Measure("runs", Figures::runs),
          new Measure("completed", Figures::completed),
          new Measure("successes", Figures::successes),
          new Measure("runs_with_feedback", Figures::judged),
          new Measure("runs_scored", Figures::scored),
          new Measure("mean_score", Figures::meanScore),
          new Measure("exhausted", Figures::exhausted),
          new Measure("exhaustion_rate", Figures::exhaustionRate),
          new Measure("spent_nanos", Figures::spentNanos),
          new Measure("nanos_per_success", Figures::nanosPerSuccess),
          new Measure("corrections", Figures::corrections),
          new Measure("corrected_nanos", Figures::correctionNanos),
          new Measure("unknown_outcomes", Figures::unknowns),
          new Measure("unknown_outcome_nanos", Figures::unknownNanos),
          new Measure("saved_nanos", Figures::savedNanos));
}
