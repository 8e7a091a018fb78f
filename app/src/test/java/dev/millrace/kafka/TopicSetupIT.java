// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.broker.BrokerSettings;
import dev.millrace.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupIT {

  @SuppressWarnings("NullAway.Init") // JUnit calls start first
  private static EmbeddedBroker broker;

  @SuppressWarnings("NullAway.Init") // JUnit calls start first
  private static Admin admin;

  @BeforeAll
  static void start(@TempDir Path directory) {
    broker = EmbeddedBroker.start(new BrokerSettings(directory, 0));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void createsWhatIsMissingAndKeepsTheRest() throws Exception {
    Map<String, Integer> first =
        TopicSetup.ensure(
            admin, List.of(topic("new", 3).with(Map.of("cleanup.policy", "compact"))));
    Map<String, Integer> again = TopicSetup.ensure(admin, List.of(topic("new", 5)));

    assertThat(first).containsEntry("new", 3);
    assertThat(again).containsEntry("new", 3);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "new");
    assertThat(admin.describeConfigs(List.of(resource)).all().get().values())
        .singleElement()
        .extracting(config -> config.get("cleanup.policy").value())
        .isEqualTo("compact");
  }

  @Test
  void partitionsATopicAsTheOneThatIsThere() throws Exception {
    create("asked.requests", 6);

    Map<String, Integer> partitions =
        TopicSetup.ensure(
            admin,
            List.of(
                topic("asked.controls", 2).partitionedAs("asked.requests"),
                topic("asked.requests", 2)));

    assertThat(partitions).containsEntry("asked.requests", 6).containsEntry("asked.controls", 6);
  }

  @Test
  void saysHowToMendATopicOfTooFewPartitions() throws Exception {
    create("few.requests", 6);
    create("few.controls", 4);

    assertThatThrownBy(
            () ->
                TopicSetup.ensure(
                    admin,
                    List.of(
                        topic("few.requests", 6),
                        topic("few.controls", 6).partitionedAs("few.requests"))))
        .isInstanceOf(TopicSetupException.class)
        .hasMessageContaining("few.controls has 4 partitions and few.requests has 6")
        .hasMessageContaining("--alter --topic few.controls --partitions 6");
  }

  @Test
  void saysHowToMendATopicOfTooManyPartitions() throws Exception {
    create("many.requests", 2);
    create("many.controls", 4);

    assertThatThrownBy(
            () ->
                TopicSetup.ensure(
                    admin,
                    List.of(
                        topic("many.requests", 2),
                        topic("many.controls", 2).partitionedAs("many.requests"))))
        .isInstanceOf(TopicSetupException.class)
        .hasMessageContaining("delete many.controls");
  }

  @Test
  void saysWhyTheClusterRefuses() {
    TopicSpec copied = new TopicSpec("copied", 1, (short) 3);

    assertThatThrownBy(() -> TopicSetup.ensure(admin, List.of(copied)))
        .isInstanceOf(TopicSetupException.class)
        .hasMessageContaining("copied")
        .hasMessageContaining("3 replicas");
  }

  private static TopicSpec topic(String name, int partitions) {
    return new TopicSpec(name, partitions, (short) 1);
  }

  private static void create(String name, int partitions)
      throws InterruptedException, ExecutionException {
    admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
  }
}
