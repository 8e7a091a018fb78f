// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a run of three steps takes longer than a bare pass-through, in turns, at a fixed rate. */
final class LatencySection implements Section {
  private static final String APP = "latency";
  private static final String BASE = "latency-base";
  private static final int WARM_UP_AT_ONCE = 64;
  private static final int ROUNDS = 3;

  private final int perSecond;

  LatencySection(int perSecond) {
    this.perSecond = perSecond;
  }

  @Override
  public Figures measure(Harness harness) throws IOException {
    Target run = Targets.application(APP, "nothing");
    Target passed = Targets.echo(BASE, "nothing");
    try (ChildJvm base = harness.passThrough(BASE);
        ChildJvm app = harness.application(APP, Map.of());
        Turns.Side bare = Turns.side(passed, harness.answers(base, passed));
        Turns.Side whole = Turns.side(run, harness.answers(app, run))) {
      List<Turns.Side> sides = List.of(bare, whole);
      warmUp(harness, sides);
      try (OpenLoop loop = new OpenLoop(harness.requests(), perSecond)) {
        new Turns(loop, number -> 0).measure(sides, plan(harness.times()));
      }
      return figures(bare.rounds(), whole.rounds());
    }
  }

  /** At this section's own rate the compilers would never get there. */
  private static void warmUp(Harness harness, List<Turns.Side> sides) throws IOException {
    Load load = harness.times().warmUpOnly(WARM_UP_AT_ONCE);
    for (Turns.Side side : sides) {
      var unused = new ClosedLoop(harness.requests(), side.target(), side.answers()).run(load);
    }
  }

  private Turns.Plan plan(Times times) {
    int measured = Math.toIntExact(perSecond * times.measured().toSeconds());
    return new Turns.Plan(ROUNDS, measured, 0, 2 * perSecond);
  }

  private Figures figures(Rounds bare, Rounds whole) {
    return Figures.none()
        .with("run_p50_ratio", whole.medianMs(50) / bare.medianMs(50))
        .with("run_p99_ratio", whole.medianMs(99) / bare.medianMs(99))
        .with(
            "latency",
            Figures.none()
                .with("per_s", perSecond)
                .with("run", percentiles(whole))
                .with("pass_through", percentiles(bare)));
  }

  private static Figures percentiles(Rounds rounds) {
    return Figures.none()
        .with("p50_ms", rounds.medianMs(50))
        .with("p99_ms", rounds.medianMs(99))
        .with("p50_spread_ms", rounds.spreadMs(50))
        .with("p99_spread_ms", rounds.spreadMs(99));
  }
}
