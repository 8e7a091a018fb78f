// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Somebody else under the engine's loads, as a baseline. */
final class BaselineSection implements Section {
  private static final List<Integer> AT_ONCE = List.of(64, 1_000);

  private final String name;
  private final Starter starter;
  private final List<Integer> slowAtOnce;

  /**
   * @param slowAtOnce runs of calls of 500 ms under way; none if empty
   */
  BaselineSection(String name, Starter starter, List<Integer> slowAtOnce) {
    this.name = name;
    this.starter = starter;
    this.slowAtOnce = List.copyOf(slowAtOnce);
  }

  /** Starts the baseline, which makes calls of a function. */
  interface Starter {
    ChildJvm start(Harness harness, String prefix, String function) throws IOException;
  }

  @Override
  public Figures measure(Harness harness) throws IOException {
    Figures quick =
        measure(harness, name + "-nothing", NothingFunction.NAME, AT_ONCE, Duration.ZERO);
    Figures figures = Figures.none().with("nothing", quick);
    if (!slowAtOnce.isEmpty()) {
      Figures slow =
          measure(
              harness, name + "-slow", HalfSecondFunction.NAME, slowAtOnce, HalfSecondFunction.RUN);
      figures = figures.with("slow", slow);
    }
    return Figures.none().with(name, figures);
  }

  private Figures measure(
      Harness harness, String prefix, String function, List<Integer> loads, Duration ramp)
      throws IOException {
    ChildJvm child = starter.start(harness, prefix, function);
    try (Subject subject = Subject.of(harness, child, Targets.echo(prefix, "any"))) {
      Figures figures = Figures.none();
      for (int atOnce : loads) {
        figures = figures.with("at_" + atOnce, subject.at(atOnce, ramp).figures());
      }
      return figures;
    }
  }
}
