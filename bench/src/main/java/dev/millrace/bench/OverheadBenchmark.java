// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the application adds to a request's time: the whole of it against a bare Kafka Streams
 * pass-through on the same broker, in turns, without the time that calls spend outside.
 */
@Command(
    name = "overhead",
    description = "Latency that the application adds, against a bare Kafka Streams pass-through.")
final class OverheadBenchmark implements Benchmark {

  @Option(names = "--rate", defaultValue = "50", description = "Requests a second.")
  int rate;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Measured of each side, over all rounds.")
  int seconds;

  @Option(names = "--rounds", defaultValue = "3", description = "Turns of each side.")
  int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      description = "Seconds before, of each side, that do not count.")
  int warmUpSeconds;

  @Option(names = "--tool-ms", defaultValue = "50", description = "How long the tool takes.")
  int toolMs;

  @Override
  public Figures run(DataDir data) throws IOException {
    Figures figures =
        Figures.none()
            .with("requests_per_s", rate)
            .with("measured_s", seconds)
            .with("rounds", rounds)
            .with("warm_up_s", warmUpSeconds)
            .with("tool_ms", toolMs)
            .with("format", "json")
            .with("load_before", load());
    try (WaitingTool tool = new WaitingTool(toolMs);
        Stage stage = Stage.open();
        Requests requests = Requests.to(stage.bootstrapServers());
        OpenLoop loop = new OpenLoop(requests, rate)) {
      OverheadDuel duel = new OverheadDuel(stage, tool, loop);
      Turns.Plan plan =
          new Turns.Plan(rounds, rate * seconds / rounds, rate * warmUpSeconds, rate * 2);
      figures = figures.with("eos", duel.fight("eos", Guarantee.EXACTLY_ONCE, plan));
      figures = figures.with("alos", duel.fight("alos", Guarantee.AT_LEAST_ONCE, plan));
    }
    return figures.with("load_after", load());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
