// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What failing providers do to the rest, and to the bill. */
@Command(
    name = "faults",
    description = "A provider that is dead, beside one that is well; and every fifth call failing.")
final class FaultsBenchmark implements Benchmark {

  /** The sections, in the order in which they are measured. */
  enum Part {
    DEAD,
    MIXED
  }

  @Option(
      names = "--only",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES}; all, if it is not given.")
  List<Part> only = List.of(Part.values());

  @Option(
      names = "--rate",
      defaultValue = "50",
      description = "Requests a second, on each of the two routes that are asked at once.")
  int rate;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Measured beside each neighbour, over its three rounds.")
  int seconds;

  @Option(names = "--warm-up", defaultValue = "30", description = "Seconds that do not count.")
  int warmUpSeconds;

  @Option(names = "--requests", defaultValue = "5000", description = "Of which calls fail.")
  int requests;

  @Option(names = "--seed", defaultValue = "1", description = "Which of them, and how.")
  long seed;

  @Override
  public Figures run(DataDir data) throws IOException {
    double loadBefore = Benchmark.load();
    Times times = new Times(Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
    Figures figures = Figures.none();
    for (Part part : only) {
      figures =
          switch (part) {
            case DEAD ->
                figures.with(
                    "dead", DeadSection.measure(rate, DeadSection.MOST_ROUNDS, times, List.of()));
            case MIXED -> figures.with("mixed", MixedSection.measure(requests, seed, List.of()));
          };
    }
    return figures.with("load_before", loadBefore).with("load_after", Benchmark.load());
  }
}
