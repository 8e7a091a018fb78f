// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rounds of chaos on real processes: a seed each, from the first on. */
@Command(
    name = "chaos",
    description = "Kills, stops and restarts a broker and two instances under load; then counts.")
final class ChaosBenchmark implements Benchmark {

  @Option(names = "--rounds", defaultValue = "1", description = "How many, each of the next seed.")
  int rounds;

  @Option(names = "--seed", defaultValue = "1", description = "Of the first round.")
  long seed;

  @Option(names = "--requests", defaultValue = "300", description = "Of each round.")
  int requests;

  @Override
  public Figures run(DataDir data) throws IOException {
    ChaosSum sum = new ChaosSum();
    for (long each = seed; each < seed + rounds; each++) {
      ChaosPlan plan = ChaosPlan.of(each, requests);
      System.err.printf(
          "seed %d: stream threads %d, standbys %d, %s%n  again: %s%n",
          each, plan.streamThreads(), plan.standbys(), plan.strikes(), plan.command());
      sum.add(plan, ChaosRound.play(plan));
    }
    if (!sum.report().isEmpty()) {
      throw new BrokenPromiseException(sum.report(), sum.figures());
    }
    return sum.figures();
  }
}
