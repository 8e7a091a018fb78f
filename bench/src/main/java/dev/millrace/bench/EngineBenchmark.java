// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the asynchronous engine reaches, beside baselines in the same harness, exactly-once. */
@Command(
    name = "engine",
    description = "Throughput, latency, memory and restart of the engine, beside baselines.")
final class EngineBenchmark implements Benchmark {
  /** A thread holds each of them for all its time. */
  private static final int BLOCKED = 2 * Harness.PARTITIONS;

  /** The sections, in the order in which they are measured. */
  enum Part {
    STEPS,
    FLOOR,
    LATENCY,
    HEAP,
    RESTART,
    BARE,
    BLOCKING,
    PARALLEL
  }

  /** Whether tenants, users and routes have budgets. */
  enum Budgeted {
    ON,
    OFF
  }

  @Option(
      names = "--only",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES}; all, if it is not given.")
  List<Part> only = List.of(Part.values());

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "Measured, of each load; of each round, where sides take turns.")
  int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "50",
      description = "Seconds that do not count, of each JVM; a fifth of it before another load.")
  int warmUpSeconds;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Stream threads of the application and the pass-through.")
  int threads;

  @Option(
      names = "--budgets",
      defaultValue = "on",
      description = "${COMPLETION-CANDIDATES}: off keeps what a tenant spends in a day, no more.")
  Budgeted budgets = Budgeted.ON;

  @Option(names = "--rate", defaultValue = "50", description = "Runs a second, for the latency.")
  int rate;

  @Option(names = "--waiting", defaultValue = "20000", description = "Runs on the heap.")
  int waiting;

  @Option(names = "--calls", defaultValue = "10000", description = "Calls to send again.")
  int calls;

  @Override
  public Figures run(DataDir data) throws IOException {
    Times times = new Times(Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
    double loadBefore = Benchmark.load();
    try (Stage stage = Stage.open();
        Requests requests = Requests.to(stage.bootstrapServers())) {
      Harness harness = new Harness(stage, requests, threads, times, budgets == Budgeted.ON);
      Figures figures = Figures.none();
      for (Part part : only) {
        figures = figures.withAll(section(part).measure(harness));
      }
      return figures
          .with("measured_s", seconds)
          .with("warm_up_s", warmUpSeconds)
          .with("threads", threads)
          .with("budgets", budgets.name().toLowerCase(Locale.ROOT))
          .with("load_before", loadBefore)
          .with("load_after", Benchmark.load());
    }
  }

  private Section section(Part part) {
    return switch (part) {
      case STEPS -> new StepsSection();
      case FLOOR -> new FloorSection();
      case LATENCY -> new LatencySection(rate);
      case HEAP -> new HeapSection(waiting);
      case RESTART -> new RestartSection(calls);
      case BARE -> bare();
      case BLOCKING -> blocking();
      case PARALLEL -> parallel();
    };
  }

  private static Section bare() {
    return new BaselineSection(
        "bare", (harness, prefix, function) -> harness.passThrough(prefix), List.of());
  }

  private static Section blocking() {
    return new BaselineSection("blocking", Harness::blocking, List.of(BLOCKED));
  }

  private static Section parallel() {
    return new BaselineSection("parallel", Harness::parallel, List.of(1_000));
  }
}
