// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {

  @Test
  void isExactlyOnceWithAKeptPlaceInTheGroup() {
    StreamsConfig config = config(Guarantee.EXACTLY_ONCE, Map.of());

    assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(config.getMainConsumerConfigs("app", "thread-1-consumer", 1))
        .containsEntry("group.instance.id", "one-1")
        .containsEntry("isolation.level", "read_committed");
  }

  @Test
  void canBeAtLeastOnce() {
    StreamsConfig config = config(Guarantee.AT_LEAST_ONCE, Map.of());

    assertThat(config.getString("processing.guarantee")).isEqualTo("at_least_once");
  }

  @Test
  void hasRoomForTheLargestPrompt() {
    StreamsConfig config = config(Guarantee.EXACTLY_ONCE, Map.of());

    Map<String, Object> producer = config.getProducerConfigs("producer");

    assertThat(intOf(producer, "max.request.size")).isGreaterThan(40 << 20);
    assertThat(longOf(producer, "buffer.memory"))
        .isGreaterThanOrEqualTo(intOf(producer, "max.request.size"));
    assertThat(config.originals().get("topic.max.message.bytes"))
        .isEqualTo(producer.get("max.request.size"));
  }

  @Test
  void doesNotMakeOneInputWaitForAnother() {
    assertThat(config(Guarantee.EXACTLY_ONCE, Map.of()).getLong("max.task.idle.ms")).isEqualTo(-1);
  }

  @Test
  void givesWayToTheUsersOwnSettings() {
    StreamsConfig config = config(Guarantee.EXACTLY_ONCE, Map.of("poll.ms", "7"));

    assertThat(config.getLong("poll.ms")).isEqualTo(7);
  }

  @Test
  void leavesStaticMembershipOutWhereTheProtocolHasNone() {
    StreamsConfig config = config(Guarantee.EXACTLY_ONCE, Map.of("group.protocol", "streams"));

    assertThat(config.getMainConsumerConfigs("app", "thread-1-consumer", 1))
        .doesNotContainKey("group.instance.id");
  }

  @Test
  void keepsAStandbyWhereTopicsHaveCopies() {
    assertThat(standbys((short) 1)).isEqualTo(0);
    assertThat(standbys((short) 3)).isEqualTo(1);
  }

  private static int standbys(short replication) {
    return new StreamsConfig(properties(Guarantee.EXACTLY_ONCE, Map.of(), replication))
        .getInt("num.standby.replicas");
  }

  private static StreamsConfig config(Guarantee guarantee, Map<String, String> overrides) {
    return new StreamsConfig(properties(guarantee, overrides, (short) 1));
  }

  private static Properties properties(
      Guarantee guarantee, Map<String, String> overrides, short replication) {
    return new StreamsSettings(
            "app", "one", "localhost:9092", Path.of("state"), guarantee, overrides)
        .properties(topics(replication), limits());
  }

  private static TopicSettings topics(short replication) {
    return new TopicSettings(
        "app", 4, replication, TopicSettings.Format.JSON, "", TopicSettings.CallRecording.OFF);
  }

  private static Limits limits() {
    return new Limits(
        100,
        100,
        100,
        1 << 20,
        40 << 20,
        Duration.ofMinutes(1),
        64 << 20,
        16 << 20,
        2,
        Duration.ofMillis(20),
        Duration.ZERO);
  }

  private static int intOf(Map<String, Object> config, String name) {
    return Integer.parseInt(String.valueOf(config.get(name)));
  }

  private static long longOf(Map<String, Object> config, String name) {
    return Long.parseLong(String.valueOf(new HashMap<>(config).get(name)));
  }
}
