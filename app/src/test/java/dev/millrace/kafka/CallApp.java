// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** One instance of the small pipeline, on a real broker. */
final class CallApp implements AutoCloseable {

  static final Limits LIMITS =
      new Limits(
          1_000,
          1_000,
          1_000,
          1 << 20,
          1 << 20,
          Duration.ofMinutes(5),
          32 << 20,
          8 << 20,
          1,
          Duration.ofMillis(20),
          Duration.ZERO);

  private final KafkaStreams streams;

  private CallApp(KafkaStreams streams) {
    this.streams = streams;
  }

  /** What differs between the stories. */
  record Setup(
      String bootstrapServers,
      String prefix,
      String instance,
      Path stateDir,
      Guarantee guarantee,
      Intake intake,
      Map<String, String> overrides) {

    Setup(String bootstrapServers, String prefix, String instance, Path stateDir) {
      this(
          bootstrapServers,
          prefix,
          instance,
          stateDir,
          Guarantee.EXACTLY_ONCE,
          Intake.OPEN,
          Map.of());
    }

    Setup with(Guarantee other) {
      return new Setup(bootstrapServers, prefix, instance, stateDir, other, intake, overrides);
    }

    Setup with(Intake other) {
      return new Setup(bootstrapServers, prefix, instance, stateDir, guarantee, other, overrides);
    }

    Setup with(String name, String value) {
      Map<String, String> more = new HashMap<>(overrides);
      more.put(name, value);
      return new Setup(bootstrapServers, prefix, instance, stateDir, guarantee, intake, more);
    }

    Properties properties() {
      Properties properties =
          new StreamsSettings(
                  prefix,
                  instance,
                  bootstrapServers,
                  stateDir.resolve(instance),
                  guarantee,
                  overrides)
              .properties(topics(), LIMITS);
      properties.put("default.key.serde", Serdes.String().getClass());
      properties.put("default.value.serde", Serdes.String().getClass());
      return properties;
    }

    private TopicSettings topics() {
      return new TopicSettings(
          prefix, 4, (short) 1, TopicSettings.Format.JSON, "", TopicSettings.CallRecording.OFF);
    }
  }

  static void createTopics(String bootstrapServers, String prefix) {
    String requests = prefix + ".requests";
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      TopicSetup.ensure(
          admin,
          List.of(
              new TopicSpec(requests, 4, (short) 1),
              new TopicSpec(prefix + ".controls", 1, (short) 1).partitionedAs(requests),
              new TopicSpec(prefix + ".results", 1, (short) 1),
              new TopicSpec(prefix + ".fence", 1, (short) 1)));
    }
  }

  /** Returns when it runs. */
  static CallApp start(Setup setup, SlowCalls calls) {
    CallApp app = launch(setup, calls);
    Await.until("running", () -> app.streams.state() == KafkaStreams.State.RUNNING);
    return app;
  }

  static CallApp launch(Setup setup, SlowCalls calls) {
    StreamThreads threads = new StreamThreads(Duration.ofMillis(20));
    MillraceClients clients =
        new MillraceClients(
            threads,
            setup.intake(),
            Set.of(setup.prefix() + ".requests"),
            setup.prefix() + ".fence");
    KafkaStreams streams =
        new KafkaStreams(
            CallTopology.build(setup.prefix(), threads, calls), setup.properties(), clients);
    streams.start();
    return new CallApp(streams);
  }

  KafkaStreams.State state() {
    return streams.state();
  }

  /** Goes for good: others take its partitions at once. */
  void leave() {
    streams.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(Duration.ofSeconds(30)));
  }

  /** Goes to come back: its place is kept. */
  @Override
  public void close() {
    streams.close(Duration.ofSeconds(30));
  }
}
