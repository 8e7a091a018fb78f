// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.schemas.Request;
import dev.millrace.serde.JsonSerde;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many runs and steps a second the engine gets through when calls cost nothing: each run makes
 * three calls of a Java function, one after the other, exactly once.
 */
@Command(
    name = "steps",
    description = "Runs of three durable steps that return at once, exactly once.")
final class StepsBenchmark implements Benchmark {
  private static final String PREFIX = "steps";
  private static final String PIPELINE = "steps.yaml";
  private static final int STEPS_A_RUN = 3;
  private static final int FEW = 64;
  private static final int MANY = 1_000;

  @Option(names = "--seconds", defaultValue = "20", description = "Measured, of each number.")
  int seconds;

  @Option(names = "--warm-up", defaultValue = "15", description = "Seconds that do not count.")
  int warmUpSeconds;

  private final JsonSerde<Request> requests = JsonSerde.of(Request.class);

  @Override
  public Figures run(DataDir data) throws IOException {
    TopicNames topics = new TopicNames(PREFIX);
    Target target =
        new Target(topics.requests(), topics.results(), this::request, StepsBenchmark::isCompleted);
    try (Stage stage = Stage.open();
        ChildJvm app = start(stage);
        Requests sender = Requests.to(stage.bootstrapServers())) {
      app.awaitReady();
      try (Answers answers = Answers.of(target, stage.bootstrapServers(), "read_committed")) {
        ClosedLoop loop = new ClosedLoop(sender, target, answers);
        return Figures.none()
            .with("at_" + FEW, measure(loop, FEW))
            .with("at_" + MANY, measure(loop, MANY))
            .with("measured_s", seconds)
            .with("warm_up_s", warmUpSeconds)
            .with("format", "json");
      }
    }
  }

  private static ChildJvm start(Stage stage) throws IOException {
    return stage.start(
        AppMain.class,
        AppMain.READY,
        Map.of("PREFIX", PREFIX),
        stage.bootstrapServers(),
        stage.newFolder(PREFIX),
        Guarantee.EXACTLY_ONCE.name(),
        PIPELINE);
  }

  private byte[] request(int number) {
    return requests.write(
        Request.newBuilder()
            .setRequestId(Integer.toString(number))
            .setTenant(Requests.tenant(number))
            .setInput("three " + number)
            .build());
  }

  /** Does not decode: at this rate that would take the core from who is measured. */
  private static boolean isCompleted(byte[] value) {
    return new String(value, StandardCharsets.UTF_8).contains("\"status\":\"completed\"");
  }

  private Figures measure(ClosedLoop loop, int atOnce) throws IOException {
    System.err.println(atOnce + " at once");
    ClosedLoop.Throughput found =
        loop.run(atOnce, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
    return Figures.none()
        .with("runs_per_s", found.perSecond())
        .with("steps_per_s", found.perSecond() * STEPS_A_RUN)
        .with("p50_ms", found.took().percentileMs(50))
        .with("p99_ms", found.took().percentileMs(99))
        .with("runs", found.answered());
  }
}
