// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.TopicSetup;
import dev.millrace.kafka.TopicSpec;
import dev.millrace.pipeline.TopicSettings;
import dev.millrace.topology.TopicNames;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The topics of those who need no more than a way in and a way out. */
final class BareTopics {
  private BareTopics() {}

  static void ensure(TopicSettings settings, String bootstrapServers) {
    TopicNames topics = TopicNames.of(settings);
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    List<TopicSpec> specs =
        Stream.of(topics.requests(), topics.results(), topics.fence())
            .map(topic -> new TopicSpec(topic, settings.partitions(), settings.replication()))
            .toList();
    try (Admin admin = Admin.create(config)) {
      TopicSetup.ensure(admin, specs);
    }
  }
}
