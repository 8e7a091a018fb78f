// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.bench.ChaosPlan.Strike;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.seeded.Violation;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.streams.StreamsConfig;

/**
 * One round: a broker and two instances under load, struck as the plan says, then read to the end.
 * Nothing in it waits for luck: each wait has a condition, and a limit that only a failure meets.
 */
final class ChaosRound {
  static final int INSTANCES = 2;
  static final String PIPELINE = "chaos.yaml";

  /** Most of what these processes do is to start. */
  static final List<String> STARTS_FAST = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int UNDER_WAY = 100;

  private final ChaosPlan plan;
  private final TopicNames topics;
  private final Stage stage;
  private final List<ChaosInstance> instances;
  private final ChaosLoad load;
  private final ChaosGroup group;
  private final List<Violation> violations = new ArrayList<>();

  private ChaosRound(
      ChaosPlan plan,
      TopicNames topics,
      Stage stage,
      List<ChaosInstance> instances,
      ChaosLoad load,
      ChaosGroup group) {
    this.plan = plan;
    this.topics = topics;
    this.stage = stage;
    this.instances = instances;
    this.load = load;
    this.group = group;
  }

  /**
   * Plays a plan through.
   *
   * @throws IOException if the round itself could not be played
   */
  static ChaosVerdict play(ChaosPlan plan) throws IOException {
    try (ChaosWorld world = new ChaosWorld(plan.seed());
        Stage stage = Stage.open(FixedPort.find(), STARTS_FAST)) {
      Pipeline pipeline = BenchPipeline.read(PIPELINE, world.environment()::get);
      List<String> names =
          IntStream.range(0, INSTANCES).mapToObj(number -> "instance-" + number).toList();
      ChaosInstance.Setup setup =
          new ChaosInstance.Setup(PIPELINE, world.environment(), overrides(plan));
      List<ChaosInstance> instances = ChaosInstance.startAll(stage, names, setup);
      TopicNames topics = TopicNames.of(pipeline.topics());
      String broker = stage.bootstrapServers();
      try (ChaosLoad load = load(plan, topics, broker);
          ChaosGroup group = new ChaosGroup(broker, topics.prefix())) {
        ChaosRound round = new ChaosRound(plan, topics, stage, instances, load, group);
        round.strike();
        round.drain();
        round.end();
        return round.audit(pipeline);
      }
    }
  }

  private static ChaosLoad load(ChaosPlan plan, TopicNames topics, String broker) {
    return new ChaosLoad(ChaosScript.of(plan, topics), UNDER_WAY, topics, broker);
  }

  private static Map<String, String> overrides(ChaosPlan plan) {
    return Map.of(
        StreamsConfig.NUM_STREAM_THREADS_CONFIG, Integer.toString(plan.streamThreads()),
        StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, Integer.toString(plan.standbys()));
  }

  private void strike() throws IOException {
    for (Strike strike : plan.strikes()) {
      if (!load.pumpUntil(() -> load.answered() >= strike.afterResults())) {
        tellWhereItStands(); // What is lost is counted in the end.
        return;
      }
      System.err.println("  " + strike);
      strike(strike, instances.get(strike.instance()));
    }
  }

  private void strike(Strike strike, ChaosInstance instance) throws IOException {
    switch (strike.act()) {
      case KILL -> instance.killAndStart();
      case PAUSE -> {
        instance.pause();
        load.pumpFor(ChaosPlan.PAUSE);
        instance.resume();
      }
      case EXPEL -> {
        awaitReady(instance);
        instance.pause();
        boolean out = load.pumpUntil(() -> group.isOut(instance.name()));
        instance.resume();
        check(out, "the group does not wait for ever", instance.name() + " kept its place");
      }
      case BROKER_STOP -> restartBroker();
    }
  }

  /**
   * Between the ends of transactions: a broker that is alone (Kafka 4.3.1) stops without the
   * markers of one that is just ending, and takes it for complete all the same. Whoever reads its
   * partitions would wait for ever.
   */
  private void restartBroker() throws IOException {
    for (ChaosInstance each : instances) {
      each.pause();
    }
    load.pumpFor(ChaosPlan.PAUSE); // What they had sent has come then.
    boolean none = load.pumpUntil(() -> !group.endsTransactions());
    check(none, "transactions end", "one was ending before the broker stopped");
    stage.restartBroker();
    for (ChaosInstance each : instances) {
      each.resume();
    }
  }

  private void awaitReady(ChaosInstance instance) throws IOException {
    try {
      instance.awaitReady();
    } catch (IOException late) {
      tellWhereItStands();
      throw late;
    }
  }

  private void check(boolean holds, String rule, String detail) {
    if (!holds) {
      violations.add(new Violation(rule, detail));
    }
  }

  private void drain() throws IOException {
    List<String> inputs = List.of(topics.requests(), topics.controls());
    boolean done = load.pumpUntil(() -> load.isAnswered() && group.hasTaken(inputs));
    check(done, "what arrives is taken and answered", load.answered() + " answers");
    if (!done) {
      tellWhereItStands();
    }
  }

  private void tellWhereItStands() throws IOException {
    System.err.printf("  it stands still after %d answers%n", load.answered());
    List<String> inputs = List.of(topics.requests(), topics.controls());
    group.state(inputs).forEach(System.err::println);
    for (ChaosInstance instance : instances) {
      System.err.println(instance.name());
      instance.streamThreads().forEach(System.err::println);
    }
  }

  /** After this nobody writes any more. */
  private void end() throws IOException {
    for (ChaosInstance instance : instances) {
      check(instance.end(), "an instance does not end by itself", instance.name());
    }
  }

  private ChaosVerdict audit(Pipeline pipeline) throws IOException {
    ChaosAudit audit = new ChaosAudit(pipeline);
    try (CommittedRecords records = new CommittedRecords(stage.bootstrapServers())) {
      boolean whole = records.readAll(group.ends(audit.topics()), audit::read);
      check(whole, "transactions end", "one was still open");
    }
    return audit.verdict().and(violations);
  }
}
