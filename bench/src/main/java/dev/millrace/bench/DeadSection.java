// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.simulation.Behaviour;
import dev.millrace.simulation.Distribution;
import dev.millrace.simulation.SimulatedModelServer;
import dev.millrace.simulation.SimulatedModelSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A route whose provider is well, beside one whose provider is well, refuses or is silent. They
 * take turns, and each round meets a dead provider of which nothing is known yet, so that the calls
 * that open its breaker count each time.
 */
final class DeadSection {
  static final String PIPELINE = "faults.yaml";

  /** The pipeline has a dead provider of each kind for each of them. */
  static final int MOST_ROUNDS = 3;

  private static final String PREFIX = "dead";
  private static final String WATCHED = "near";
  private static final String HEALTHY = "far";
  private static final Behaviour QUICK =
      Behaviour.INSTANT.withLatency(Distribution.constant(100), Distribution.constant(1));

  private final DeadProvider refusing;
  private final DeadProvider silent;
  private final TwoRoutes loop;
  private final Map<String, Neighbour> neighbours = new LinkedHashMap<>();

  /** What was found beside one kind of neighbour. */
  private static final class Neighbour {
    final Rounds rounds = new Rounds();
    int requests;
    int completed;
    double perSecond;
  }

  private DeadSection(DeadProvider refusing, DeadProvider silent, TwoRoutes loop) {
    this.refusing = refusing;
    this.silent = silent;
    this.loop = loop;
    List.of("healthy", "refusing", "silent").forEach(kind -> neighbours.put(kind, new Neighbour()));
  }

  /**
   * Measures.
   *
   * @param perSecond requests, on each of two routes
   * @param rounds at most {@link #MOST_ROUNDS}, which share the time
   * @param options of the JVMs
   * @throws IOException if a request is not answered
   */
  static Figures measure(int perSecond, int rounds, Times times, List<String> options)
      throws IOException {
    SimulatedModelSettings settings = SimulatedModelSettings.defaults().withBehaviour(QUICK);
    try (SimulatedModelServer models = SimulatedModelServer.start(settings);
        DeadProvider refusing = DeadProvider.refusing();
        DeadProvider silent = DeadProvider.silent();
        Stage stage = Stage.open(0, options);
        Requests requests = Requests.to(stage.bootstrapServers())) {
      start(stage, PREFIX, models, refusing, silent).awaitReady();
      try (TwoRoutes loop = new TwoRoutes(requests, stage.bootstrapServers(), PREFIX, perSecond)) {
        DeadSection section = new DeadSection(refusing, silent, loop);
        int warmUp = Math.toIntExact(perSecond * times.warmUp().toSeconds());
        int measured = Math.toIntExact(perSecond * times.measured().toSeconds() / rounds);
        if (warmUp > 0) {
          loop.play(WATCHED, HEALTHY, warmUp, warmUp);
        }
        section.measure(rounds, measured);
        return section.figures(perSecond, rounds);
      }
    }
  }

  /** The application, with all that its pipeline asks for. */
  static ChildJvm start(
      Stage stage,
      String prefix,
      SimulatedModelServer models,
      DeadProvider refusing,
      DeadProvider silent)
      throws IOException {
    return stage.start(
        AppMain.class,
        AppMain.READY,
        environment(prefix, models.apiUrl().toString(), refusing.url(), silent.url()),
        stage.bootstrapServers(),
        stage.newFolder(prefix),
        Guarantee.EXACTLY_ONCE.name(),
        PIPELINE);
  }

  static Map<String, String> environment(
      String prefix, String models, String refusing, String silent) {
    return Map.of(
        "PREFIX", prefix, "MODEL_URL", models, "REFUSING_URL", refusing, "SILENT_URL", silent);
  }

  private void measure(int rounds, int count) throws IOException {
    for (int round = 1; round <= rounds; round++) {
      System.err.printf("round %d of %d%n", round, rounds);
      for (Map.Entry<String, Neighbour> each : neighbours.entrySet()) {
        String kind = each.getKey();
        String route = kind.equals("healthy") ? HEALTHY : kind + "_" + round;
        Neighbour neighbour = each.getValue();
        TwoRoutes.Round found = loop.play(WATCHED, route, count, 0);
        neighbour.rounds.add(found.latencies());
        neighbour.requests += count;
        neighbour.completed += found.completed();
        neighbour.perSecond += found.perSecond() / rounds;
      }
    }
  }

  private Figures figures(int perSecond, int rounds) {
    Figures figures = Figures.none().with("per_s", perSecond).with("rounds", rounds);
    for (Map.Entry<String, Neighbour> each : neighbours.entrySet()) {
      figures = figures.with("beside_" + each.getKey(), figures(each.getKey(), each.getValue()));
    }
    return figures;
  }

  private Figures figures(String kind, Neighbour found) {
    Figures figures =
        Figures.none()
            .with("p50_ms", found.rounds.medianMs(50))
            .with("p99_ms", found.rounds.medianMs(99))
            .with("p50_spread_ms", found.rounds.spreadMs(50))
            .with("p99_spread_ms", found.rounds.spreadMs(99))
            .with("runs_per_s", found.perSecond)
            .with("requests", found.requests)
            .with("completed", found.completed);
    return switch (kind) {
      case "refusing" -> figures.with("attempts_at_the_dead", refusing.attempts());
      case "silent" -> figures.with("attempts_at_the_dead", silent.attempts());
      default -> figures;
    };
  }
}
