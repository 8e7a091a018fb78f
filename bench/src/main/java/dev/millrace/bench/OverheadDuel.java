// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Application and pass-through side by side under one guarantee, one at a time at work. */
final class OverheadDuel {
  private static final String PIPELINE = "overhead.yaml";

  private final Stage stage;
  private final WaitingTool tool;
  private final OpenLoop loop;

  OverheadDuel(Stage stage, WaitingTool tool, OpenLoop loop) {
    this.stage = stage;
    this.tool = tool;
    this.loop = loop;
  }

  /** Starts both, measures in turns, ends both. */
  Figures fight(String name, Guarantee guarantee, Turns.Plan plan) throws IOException {
    String baseName = name + "-base";
    try (ChildJvm base = start(PassThroughMain.class, PassThroughMain.READY, baseName, guarantee);
        ChildJvm app = start(AppMain.class, AppMain.READY, name, guarantee)) {
      base.awaitReady();
      app.awaitReady();
      try (Turns.Side passed = side(Targets.echo(baseName, "call"), guarantee);
          Turns.Side answered = side(Targets.application(name, "answer"), guarantee);
          Turns.Side called = side(Targets.application(name, "call"), guarantee)) {
        System.err.println(guarantee + ": warming up");
        List<Turns.Side> sides = List.of(passed, answered, called);
        Turns turns = new Turns(loop, tool::tookNanos);
        turns.warmUp(sides, plan);
        turns.measure(sides, plan);
        return figures(passed.rounds(), answered.rounds(), called.rounds());
      }
    }
  }

  private ChildJvm start(Class<?> main, String ready, String name, Guarantee guarantee)
      throws IOException {
    return stage.start(
        main,
        ready,
        Map.of("PREFIX", name, "TOOL_URL", tool.url()),
        stage.bootstrapServers(),
        stage.newFolder(name),
        guarantee.name(),
        PIPELINE);
  }

  private Turns.Side side(Target target, Guarantee guarantee) {
    String isolation = guarantee == Guarantee.EXACTLY_ONCE ? "read_committed" : "read_uncommitted";
    return Turns.side(target, Answers.of(target, stage.bootstrapServers(), isolation));
  }

  private static Figures figures(Rounds base, Rounds answered, Rounds called) {
    return percentiles(percentiles(Figures.none(), "", called), "base_", base)
        .with("p50_ratio", called.medianMs(50) / base.medianMs(50))
        .with("p95_ratio", called.medianMs(95) / base.medianMs(95))
        .with("p99_ratio", called.medianMs(99) / base.medianMs(99))
        .with("no_call", percentiles(Figures.none(), "", answered))
        .with(
            "spread",
            spread(
                spread(spread(Figures.none(), "", called), "base_", base), "no_call_", answered));
  }

  private static Figures percentiles(Figures figures, String prefix, Rounds rounds) {
    return figures
        .with(prefix + "p50_ms", rounds.medianMs(50))
        .with(prefix + "p95_ms", rounds.medianMs(95))
        .with(prefix + "p99_ms", rounds.medianMs(99));
  }

  private static Figures spread(Figures figures, String prefix, Rounds rounds) {
    return figures
        .with(prefix + "p50_ms", rounds.spreadMs(50))
        .with(prefix + "p95_ms", rounds.spreadMs(95))
        .with(prefix + "p99_ms", rounds.spreadMs(99));
  }
}
