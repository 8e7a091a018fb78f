// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import picocli.CommandLine.Option;

/** How long the sides of a benchmark are measured, that take {@link Turns}. */
final class TurnOptions {
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

  /** The first two seconds of each round do not count either. */
  Turns.Plan plan() {
    return new Turns.Plan(rounds, rate * seconds / rounds, rate * warmUpSeconds, rate * 2);
  }

  Figures figures() {
    return Figures.none()
        .with("requests_per_s", rate)
        .with("measured_s", seconds)
        .with("rounds", rounds)
        .with("warm_up_s", warmUpSeconds);
  }
}
