// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.simulation.Behaviour;
import dev.millrace.simulation.Distribution;
import dev.millrace.simulation.Fault;
import dev.millrace.simulation.SimulatedModelServer;
import dev.millrace.simulation.SimulatedModelSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What it is good for to make slow calls twice: one model that stalls now and then, on two
 * simulated servers of the same kind, asked in turns by the same application, on one of them with a
 * hedge.
 */
@Command(
    name = "hedge",
    description = "Latency of a model that stalls now and then, with a hedge and without.")
final class HedgeBenchmark implements Benchmark {
  private static final String APP = "hedge";
  private static final String PIPELINE = "hedge.yaml";
  private static final String PLAIN = "plain";
  private static final String HEDGED = "hedged";

  @Mixin private TurnOptions options = new TurnOptions();

  @Option(
      names = "--first-token",
      defaultValue = "150~300",
      description = "Milliseconds until an answer begins: median and 95th percentile.")
  String firstToken = "";

  @Option(names = "--stalls", defaultValue = "0.05", description = "Share of calls that stall.")
  double stalls;

  @Option(names = "--stall-ms", defaultValue = "3000", description = "How long they do.")
  int stallMs;

  @Override
  public Figures run(DataDir data) throws IOException {
    Figures figures =
        options
            .figures()
            .with("first_token_ms", firstToken)
            .with("stalls", stalls)
            .with("stall_ms", stallMs)
            .with("load_before", Benchmark.load());
    try (SimulatedModelServer plain = server();
        SimulatedModelServer hedged = server();
        Stage stage = Stage.open();
        Requests requests = Requests.to(stage.bootstrapServers());
        OpenLoop loop = new OpenLoop(requests, options.rate);
        ChildJvm app = application(stage, plain, hedged)) {
      app.awaitReady();
      figures = figures.withAll(compare(stage, loop, plain, hedged));
    }
    return figures.with("load_after", Benchmark.load());
  }

  private SimulatedModelServer server() {
    Behaviour stalling =
        Behaviour.INSTANT
            .withLatency(Distribution.parse(firstToken), Distribution.ZERO)
            .withFault(Fault.SLOW, stalls)
            .withSlowMs(stallMs);
    return SimulatedModelServer.start(SimulatedModelSettings.defaults().withBehaviour(stalling));
  }

  private static ChildJvm application(
      Stage stage, SimulatedModelServer plain, SimulatedModelServer hedged) throws IOException {
    return stage.start(
        AppMain.class,
        AppMain.READY,
        Map.of(
            "PREFIX", APP,
            "PLAIN_URL", plain.apiUrl().toString(),
            "HEDGED_URL", hedged.apiUrl().toString()),
        stage.bootstrapServers(),
        stage.newFolder(APP),
        Guarantee.EXACTLY_ONCE.name(),
        PIPELINE);
  }

  private Figures compare(
      Stage stage, OpenLoop loop, SimulatedModelServer plain, SimulatedModelServer hedged)
      throws IOException {
    Turns turns = new Turns(loop, number -> 0);
    Turns.Plan plan = options.plan();
    try (Turns.Side without = side(stage, PLAIN);
        Turns.Side with = side(stage, HEDGED)) {
      List<Turns.Side> sides = List.of(without, with);
      System.err.println("warming up");
      turns.warmUp(sides, plan);
      long plainBefore = plain.stats().requests();
      long hedgedBefore = hedged.stats().requests();
      turns.measure(sides, plan);
      long asked = (long) plan.rounds() * (plan.requestsPerRound() + plan.settling());
      return Figures.none()
          .with(PLAIN, figures(without, plain.stats().requests() - plainBefore, asked))
          .with(HEDGED, figures(with, hedged.stats().requests() - hedgedBefore, asked))
          .with("p50_ratio", with.rounds().medianMs(50) / without.rounds().medianMs(50))
          .with("p99_ratio", with.rounds().medianMs(99) / without.rounds().medianMs(99));
    }
  }

  private static Turns.Side side(Stage stage, String verb) {
    Target target = Targets.application(APP, verb);
    return Turns.side(target, Answers.of(target, stage.bootstrapServers(), "read_committed"));
  }

  private static Figures figures(Turns.Side side, long calls, long asked) {
    Rounds found = side.rounds();
    return Figures.none()
        .with("p50_ms", found.medianMs(50))
        .with("p95_ms", found.medianMs(95))
        .with("p99_ms", found.medianMs(99))
        .with("spread_p50_ms", found.spreadMs(50))
        .with("spread_p99_ms", found.spreadMs(99))
        .with("calls_per_request", (double) calls / asked);
  }
}
