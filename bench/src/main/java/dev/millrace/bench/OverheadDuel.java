// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.serde.JsonSerde;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Application and pass-through side by side under one guarantee, one at a time at work. */
final class OverheadDuel {
  private static final String PIPELINE = "overhead.yaml";

  private final Stage stage;
  private final WaitingTool tool;
  private final OpenLoop loop;
  private final JsonSerde<Request> requests = JsonSerde.of(Request.class);
  private final JsonSerde<Result> results = JsonSerde.of(Result.class);

  OverheadDuel(Stage stage, WaitingTool tool, OpenLoop loop) {
    this.stage = stage;
    this.tool = tool;
    this.loop = loop;
  }

  /**
   * How long who is measured, in requests.
   *
   * @param settling the first of each round, that do not count
   */
  record Plan(int rounds, int requestsPerRound, int warmUp, int settling) {
    Plan {
      if (rounds < 1 || requestsPerRound < 1 || warmUp < 0 || settling < 0) {
        throw new IllegalArgumentException("nothing to measure: " + rounds + " rounds");
      }
    }
  }

  /** Starts both, measures in turns, ends both. */
  Figures fight(String name, Guarantee guarantee, Plan plan) throws IOException {
    String baseName = name + "-base";
    try (ChildJvm base = start(PassThroughMain.class, PassThroughMain.READY, baseName, guarantee);
        ChildJvm app = start(AppMain.class, AppMain.READY, name, guarantee)) {
      base.awaitReady();
      app.awaitReady();
      try (Side passed = side(bare(baseName), guarantee);
          Side answered = side(asked(name, "answer"), guarantee);
          Side called = side(asked(name, "call"), guarantee)) {
        System.err.println(guarantee + ": warming up");
        measure(List.of(passed, answered, called), plan);
        return figures(passed.rounds, answered.rounds, called.rounds);
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

  /** One of those that are measured, who reads its answers, and what was found. */
  private record Side(Target target, Answers answers, Rounds rounds) implements AutoCloseable {
    @Override
    public void close() {
      answers.close();
    }
  }

  private Side side(Target target, Guarantee guarantee) {
    String isolation = guarantee == Guarantee.EXACTLY_ONCE ? "read_committed" : "read_uncommitted";
    Answers answers = Answers.of(target, stage.bootstrapServers(), isolation);
    return new Side(target, answers, new Rounds());
  }

  /** Both get the very same bytes. */
  private Target bare(String prefix) {
    TopicNames topics = new TopicNames(prefix);
    return new Target(
        topics.requests(), topics.results(), number -> request(number, "call"), value -> true);
  }

  private Target asked(String prefix, String verb) {
    TopicNames topics = new TopicNames(prefix);
    return new Target(
        topics.requests(), topics.results(), number -> request(number, verb), this::isCompleted);
  }

  private byte[] request(int number, String verb) {
    return requests.write(
        Request.newBuilder()
            .setRequestId(Integer.toString(number))
            .setTenant(Requests.tenant(number))
            .setInput(verb + " " + number)
            .build());
  }

  private boolean isCompleted(byte[] value) {
    return results.read(value).getStatus().equals("completed");
  }

  private void measure(List<Side> sides, Plan plan) throws IOException {
    for (Side side : sides) {
      loop.round(side.target, side.answers, plan.warmUp, plan.warmUp, tool::tookNanos);
    }
    for (int round = 1; round <= plan.rounds; round++) {
      System.err.printf("round %d of %d%n", round, plan.rounds);
      for (Side side : sides) {
        int count = plan.settling + plan.requestsPerRound;
        side.rounds.add(
            loop.round(side.target, side.answers, count, plan.settling, tool::tookNanos));
      }
    }
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
