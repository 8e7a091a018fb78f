// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the application adds to a request's time: the whole of it against a bare Kafka Streams
 * pass-through on the same broker, in turns, without the time that calls spend outside.
 */
@Command(
    name = "overhead",
    description = "Latency that the application adds, against a bare Kafka Streams pass-through.")
final class OverheadBenchmark implements Benchmark {

  @Mixin private TurnOptions options = new TurnOptions();

  @Option(names = "--tool-ms", defaultValue = "50", description = "How long the tool takes.")
  int toolMs;

  @Override
  public Figures run(DataDir data) throws IOException {
    Figures figures =
        options
            .figures()
            .with("tool_ms", toolMs)
            .with("format", "json")
            .with("load_before", Benchmark.load());
    try (WaitingTool tool = new WaitingTool(toolMs);
        Stage stage = Stage.open();
        Requests requests = Requests.to(stage.bootstrapServers());
        OpenLoop loop = new OpenLoop(requests, options.rate)) {
      OverheadDuel duel = new OverheadDuel(stage, tool, loop);
      Turns.Plan plan = options.plan();
      figures = figures.with("eos", duel.fight("eos", Guarantee.EXACTLY_ONCE, plan));
      figures = figures.with("alos", duel.fight("alos", Guarantee.AT_LEAST_ONCE, plan));
    }
    return figures.with("load_after", Benchmark.load());
  }
}
