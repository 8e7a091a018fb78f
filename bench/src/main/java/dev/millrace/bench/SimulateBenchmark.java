// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.seeded.Leaning;
import dev.millrace.seeded.Soak;
import dev.millrace.seeded.Story;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole topology in simulated worlds: a seed each, from the first on. */
@Command(
    name = "simulate",
    description = "Plays simulated worlds full of faults, and holds them against the promises.")
final class SimulateBenchmark implements Benchmark {

  @Option(
      names = "--seeds",
      defaultValue = "200",
      description = "How many worlds, each of the next seed (default: ${DEFAULT-VALUE}).")
  int seeds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the first world (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--towards",
      paramLabel = "MOVE",
      defaultValue = "",
      description = "The move that the worlds lean towards (default: none).")
  String towards = "";

  @Override
  public Figures run(DataDir data) throws IOException {
    long beganNanos = System.nanoTime();
    Soak soak = Soak.play(seed, seeds, List.of(new Leaning(towards)));
    double tookMs = (System.nanoTime() - beganNanos) / 1e6;
    Figures figures = figures(soak).with("ms_per_seed", tookMs / seeds);
    if (!soak.failed().isEmpty()) {
      throw new BrokenPromiseException(report(soak), figures);
    }
    return figures;
  }

  private static Figures figures(Soak soak) {
    Figures kinds = Figures.none();
    for (var each : soak.faults().byKind().entrySet()) {
      kinds = kinds.with(each.getKey(), each.getValue().longValue());
    }
    return Figures.none()
        .with("seeds", soak.seeds())
        .with("faults", soak.faults().total())
        .with("violations", soak.violations())
        .with("seeds_failed", soak.failed().size())
        .with("results", soak.results())
        .with("moves", soak.moves().size())
        .with("faults_by_kind", kinds);
  }

  /** What was broken in each world, after the command that plays it again. */
  private static String report(Soak soak) {
    return soak.failed().stream().map(Story::report).collect(Collectors.joining("\n"));
  }
}
