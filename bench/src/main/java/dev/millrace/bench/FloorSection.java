// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.util.Map;

/** Runs a second of calls that take their time, as a share of what that time alone would allow. */
final class FloorSection implements Section {
  private static final String PREFIX = "floor";
  private static final int MANY = 1_000;
  private static final int TEN_TIMES_AS_MANY = 10_000;

  @Override
  public Figures measure(Harness harness) throws IOException {
    Target target = Targets.application(PREFIX, "slow");
    try (Subject app = Subject.of(harness, harness.application(PREFIX, Map.of()), target)) {
      ClosedLoop.Throughput many = app.at(MANY, HalfSecondFunction.RUN);
      ClosedLoop.Throughput more = app.at(TEN_TIMES_AS_MANY, HalfSecondFunction.RUN);
      return Figures.none()
          .with("floor_" + MANY, share(many, MANY))
          .with("floor_" + TEN_TIMES_AS_MANY, share(more, TEN_TIMES_AS_MANY))
          .with(
              "floor",
              Figures.none()
                  .with("at_" + MANY, many.figures())
                  .with("at_" + TEN_TIMES_AS_MANY, more.figures()));
    }
  }

  private static double share(ClosedLoop.Throughput found, int atOnce) {
    return found.perSecond() * HalfSecondFunction.RUN.toMillis() / 1_000 / atOnce;
  }
}
