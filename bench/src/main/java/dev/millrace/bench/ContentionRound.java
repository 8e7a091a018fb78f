// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.schemas.Request;
import dev.millrace.seeded.Violation;
import dev.millrace.serde.JsonSerde;
import dev.millrace.simulation.SimulatedModelServer;
import dev.millrace.simulation.SimulatedModelSettings;
import dev.millrace.state.Stores;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One case played through: a broker and its instances as processes of their own, the runs asked
 * for, an instance perhaps killed, and every topic read to its end.
 */
final class ContentionRound {
  private static final JsonSerde<Request> REQUESTS = JsonSerde.of(Request.class);

  private final ContentionCase played;
  private final Pipeline pipeline;
  private final TopicNames topics;
  private final Stage stage;
  private final List<ChaosInstance> instances;
  private final List<Violation> violations = new ArrayList<>();

  private ContentionRound(
      ContentionCase played, Pipeline pipeline, Stage stage, List<ChaosInstance> instances) {
    this.played = played;
    this.pipeline = pipeline;
    this.topics = TopicNames.of(pipeline.topics());
    this.stage = stage;
    this.instances = instances;
  }

  /**
   * Plays a case.
   *
   * @throws IOException if it could not be played
   */
  static ContentionVerdict play(ContentionCase played) throws IOException {
    try (SimulatedModelServer models =
            SimulatedModelServer.start(SimulatedModelSettings.defaults());
        Stage stage = Stage.open(0, ChaosRound.STARTS_FAST)) {
      Map<String, String> environment = played.environment(models.apiUrl().toString());
      Pipeline pipeline = BenchPipeline.read(played.pipeline(), environment::get);
      ChaosInstance.Setup setup = new ChaosInstance.Setup(played.pipeline(), environment, Map.of());
      List<ChaosInstance> instances = ChaosInstance.startAll(stage, played.instances(), setup);
      ContentionRound round = new ContentionRound(played, pipeline, stage, instances);
      round.load();
      round.end();
      return round.audit();
    }
  }

  private void check(boolean holds, String rule) {
    if (!holds) {
      violations.add(new Violation(rule, played.name()));
    }
  }

  private void load() throws IOException {
    String broker = stage.bootstrapServers();
    List<List<ProducerRecord<byte[], byte[]>>> requests =
        IntStream.range(0, played.runs()).mapToObj(number -> List.of(request(number))).toList();
    try (ChaosLoad load = new ChaosLoad(requests, played.atOnce(), topics, broker);
        ChaosGroup group = new ChaosGroup(broker, topics.prefix())) {
      strike(load);
      List<String> inputs = List.of(topics.requests());
      check(
          load.pumpUntil(() -> load.isAnswered() && group.hasTaken(inputs)),
          "what arrives is taken and answered");
    }
  }

  private void strike(ChaosLoad load) throws IOException {
    switch (played.fate()) {
      case UNDISTURBED -> {}
      case RESTARTED -> {
        // The first results are out: whoever got money is under way, and many wait for their turn.
        check(load.pumpUntil(() -> load.answered() > 0), "what arrives is answered");
        instances.get(0).killAndStart();
      }
      case REPLACED -> {
        check(awaitHeldInAllPartitions(load), "each partition is granted a part");
        instances.remove(0).kill();
      }
    }
  }

  /** Then whoever is killed has leases, and calls under way that were paid from them. */
  private boolean awaitHeldInAllPartitions(ChaosLoad load) throws IOException {
    ContentionTally seen = new ContentionTally(topics, played.window());
    try (CommittedRecords ledger = new CommittedRecords(stage.bootstrapServers())) {
      ledger.follow(ChaosAudit.changelog(topics, Stores.BUDGETS));
      return load.pumpUntil(
          () -> {
            ledger.poll(seen::read);
            return seen.holding() == ContentionCase.SHARDS;
          });
    }
  }

  /** After this nobody writes any more. */
  private void end() {
    for (ChaosInstance instance : instances) {
      check(instance.end(), "an instance does not end by itself");
    }
  }

  private ProducerRecord<byte[], byte[]> request(int number) {
    Request request =
        Request.newBuilder()
            .setRequestId("r" + number)
            .setTenant(ContentionCase.TENANT)
            .setInput(played.input())
            .build();
    byte[] key = ContentionCase.TENANT.getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topics.requests(), key, REQUESTS.write(request));
  }

  private ContentionVerdict audit() throws IOException {
    ChaosAudit audit = new ChaosAudit(pipeline);
    ContentionTally tally = new ContentionTally(topics, played.window());
    String broker = stage.bootstrapServers();
    try (ChaosGroup group = new ChaosGroup(broker, topics.prefix());
        CommittedRecords records = new CommittedRecords(broker)) {
      boolean whole =
          records.readAll(
              group.ends(audit.topics()),
              (topic, partition, key, value) -> {
                audit.read(topic, partition, key, value);
                tally.read(topic, partition, key, value);
              });
      check(whole, "transactions end");
    }
    return new ContentionVerdict(played, tally, audit.verdict().and(violations));
  }
}
