// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.schemas.Request;
import dev.millrace.seeded.Violation;
import dev.millrace.serde.JsonSerde;
import dev.millrace.simulation.SimulatedModelServer;
import dev.millrace.simulation.SimulatedModelSettings;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One case played through: a broker and an instance as processes of their own, all runs asked for
 * at once, the instance perhaps killed, and every topic read to its end.
 */
final class ContentionRound {
  private static final JsonSerde<Request> REQUESTS = JsonSerde.of(Request.class);

  private final ContentionCase played;
  private final Pipeline pipeline;
  private final TopicNames topics;
  private final Stage stage;
  private final ChaosInstance instance;
  private final List<Violation> violations = new ArrayList<>();

  private ContentionRound(
      ContentionCase played, Pipeline pipeline, Stage stage, ChaosInstance instance) {
    this.played = played;
    this.pipeline = pipeline;
    this.topics = TopicNames.of(pipeline.topics());
    this.stage = stage;
    this.instance = instance;
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
      ChaosInstance instance = new ChaosInstance(stage, played.pipeline(), "one", environment);
      instance.awaitReady();
      ContentionRound round = new ContentionRound(played, pipeline, stage, instance);
      round.load();
      round.check(instance.end(), "an instance does not end by itself");
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
    try (ChaosLoad load = new ChaosLoad(requests, played.runs(), topics, broker);
        ChaosGroup group = new ChaosGroup(broker, topics.prefix())) {
      if (played.killed()) {
        // The first results are out: whoever got money is under way, and many wait for their turn.
        check(load.pumpUntil(() -> load.answered() > 0), "what arrives is answered");
        instance.killAndStart();
      }
      List<String> inputs = List.of(topics.requests());
      check(
          load.pumpUntil(() -> load.isAnswered() && group.hasTaken(inputs)),
          "what arrives is taken and answered");
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
