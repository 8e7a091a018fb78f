// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.util.Map;

/** Durable steps a second, of calls that return at once. */
final class StepsSection implements Section {
  private static final String PREFIX = "steps";
  private static final int FEW = 64;
  private static final int MANY = 1_000;

  @Override
  public Figures measure(Harness harness) throws IOException {
    Target target = Targets.application(PREFIX, "nothing");
    try (Subject app = Subject.of(harness, harness.application(PREFIX, Map.of()), target)) {
      ClosedLoop.Throughput few = app.at(FEW);
      ClosedLoop.Throughput many = app.at(MANY);
      return Figures.none()
          .with("steps_" + FEW, few.perSecond() * BlockingCalls.A_RUN)
          .with("steps_" + MANY, many.perSecond() * BlockingCalls.A_RUN)
          .with(
              "steps",
              Figures.none().with("at_" + FEW, few.figures()).with("at_" + MANY, many.figures()));
    }
  }
}
