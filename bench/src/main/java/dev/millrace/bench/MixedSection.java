// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.seeded.Violation;
import dev.millrace.simulation.Behaviour;
import dev.millrace.simulation.Fault;
import dev.millrace.simulation.SimulatedModelServer;
import dev.millrace.simulation.SimulatedModelSettings;
import dev.millrace.simulation.SimulationStats;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every fifth call fails, in all the ways there are; then the topics are read to their ends, and
 * the bills are laid beside what the provider counted.
 */
final class MixedSection {
  private static final String PREFIX = "mixed";
  private static final int PER_SECOND = 200;

  /** Of a fifth of all calls. The hang is so short that it is a reset before the first byte. */
  static final Behaviour EVERY_FIFTH_FAILS =
      new Behaviour(
          Behaviour.INSTANT.ttft(),
          Behaviour.INSTANT.perToken(),
          Map.of(
              Fault.RATE_LIMITED, 0.04,
              Fault.SERVER_ERROR, 0.03,
              Fault.OVERLOADED, 0.03,
              Fault.HANG, 0.03,
              Fault.CUT, 0.03,
              Fault.GARBAGE, 0.02,
              Fault.STREAM_ERROR, 0.02),
          Integer.MAX_VALUE,
          100,
          10_000,
          1,
          2);

  private MixedSection() {}

  /**
   * Plays it through.
   *
   * @param options of the JVMs
   * @throws BrokenPromiseException if a request has no result or two, or a bill is wrong
   */
  static Figures measure(int count, long seed, List<String> options) throws IOException {
    SimulatedModelSettings settings =
        SimulatedModelSettings.defaults().withSeed(seed).withBehaviour(EVERY_FIFTH_FAILS);
    try (SimulatedModelServer models = SimulatedModelServer.start(settings);
        DeadProvider nobody = DeadProvider.refusing();
        Stage stage = Stage.open(0, options)) {
      Map<String, String> environment =
          DeadSection.environment(PREFIX, models.apiUrl().toString(), nobody.url(), nobody.url());
      Pipeline pipeline = BenchPipeline.read(DeadSection.PIPELINE, environment::get);
      ChildJvm app = DeadSection.start(stage, PREFIX, models, nobody, nobody);
      app.awaitReady();
      load(stage, count);
      app.close();
      ChaosAudit audit = new ChaosAudit(pipeline);
      Bills bills = new Bills(pipeline);
      read(stage, audit, bills);
      bills.compare(models.stats());
      ChaosVerdict verdict = audit.verdict().and(bills.violations());
      Figures figures = figures(verdict, bills, models.stats());
      if (!verdict.violations().isEmpty()) {
        throw new BrokenPromiseException(report(verdict), figures);
      }
      return figures;
    }
  }

  private static void load(Stage stage, int count) throws IOException {
    Target mixed = Targets.application(PREFIX, "mixed");
    Target any = new Target(mixed.requests(), mixed.results(), mixed.request(), value -> true);
    try (Requests requests = Requests.to(stage.bootstrapServers());
        Answers answers = Answers.of(any, stage.bootstrapServers(), "read_committed");
        OpenLoop loop = new OpenLoop(requests, PER_SECOND)) {
      var unused = loop.round(any, answers, count, 0, number -> 0);
    }
  }

  private static void read(Stage stage, ChaosAudit audit, Bills bills) throws IOException {
    String costs = new TopicNames(PREFIX).costs();
    try (ChaosGroup group = new ChaosGroup(stage.bootstrapServers(), PREFIX);
        CommittedRecords records = new CommittedRecords(stage.bootstrapServers())) {
      boolean whole =
          records.readAll(
              group.ends(audit.topics()),
              (topic, partition, key, value) -> {
                audit.read(topic, partition, key, value);
                if (topic.equals(costs) && value != null) {
                  bills.read(value);
                }
              });
      if (!whole) {
        throw new IOException("a transaction stays open");
      }
    }
  }

  private static Figures figures(ChaosVerdict verdict, Bills bills, SimulationStats provider) {
    Figures faults = Figures.none();
    long failed = 0;
    for (Fault fault : EVERY_FIFTH_FAILS.faults().keySet().stream().sorted().toList()) {
      long count = provider.ended(fault.code());
      faults = faults.with(fault == Fault.HANG ? "reset" : fault.code(), count);
      failed += count;
    }
    Figures endings = Figures.none();
    for (Map.Entry<String, Integer> each : new TreeMap<>(verdict.endings()).entrySet()) {
      endings = endings.with(each.getKey(), each.getValue());
    }
    return Figures.none()
        .with("requests", verdict.requests())
        .with("attempts", provider.requests())
        .with("attempts_failed", failed)
        .with("faults", faults)
        .with("lost", verdict.lost())
        .with("doubled", verdict.doubled())
        .with("paid_twice", verdict.paidTwice())
        .withAll(bills.figures())
        .with("delivered_input_tokens", provider.delivered().inputTokens())
        .with("delivered_output_tokens", provider.delivered().outputTokens())
        .with("ended", endings)
        .with("violations", verdict.violations().size());
  }

  private static String report(ChaosVerdict verdict) {
    StringBuilder report = new StringBuilder();
    for (Violation violation : verdict.violations()) {
      report.append(violation.rule()).append(": ").append(violation.detail()).append('\n');
    }
    return report.toString();
  }
}
