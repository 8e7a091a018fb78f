// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.TopicSettings;
import dev.millrace.pipeline.TopicSettings.Format;
import dev.millrace.runtime.AgentApplication;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;

/**
 * A pipeline on topics, a group and state of its own, apart from the one in production. Its topics
 * hold JSON, so that nothing of it stays in the schema registry.
 */
record Sandbox(Pipeline pipeline, String applicationId) {

  private static final long TIMEOUT_MS = 30_000;

  /**
   * A sandbox for a pipeline.
   *
   * @param id tells it from others
   */
  static Sandbox of(Pipeline original, String id) {
    TopicSettings topics = original.topics();
    TopicSettings own =
        new TopicSettings(
            topics.prefix() + "-" + id,
            topics.partitions(),
            topics.replication(),
            Format.JSON,
            "",
            topics.calls());
    return new Sandbox(withTopics(original, own), original.name() + "-" + id);
  }

  private static Pipeline withTopics(Pipeline of, TopicSettings topics) {
    return new Pipeline(
        of.name(),
        of.version(),
        of.providers(),
        of.models(),
        of.mcpServers(),
        of.tools(),
        of.classifier(),
        of.routes(),
        of.budgets(),
        of.caches(),
        topics,
        of.limits(),
        of.alarms(),
        null);
  }

  AgentApplication.Settings settings(KafkaOptions kafka, Path stateDir) {
    return new AgentApplication.Settings(
        kafka.bootstrapServers(),
        applicationId,
        stateDir,
        "replay",
        Guarantee.EXACTLY_ONCE,
        kafka.properties());
  }

  boolean owns(String topic) {
    return topic.startsWith(pipeline.topics().prefix() + ".")
        || topic.startsWith(applicationId + "-");
  }

  /** Deletes its topics and its group; the application has stopped. */
  void delete(Admin admin) throws InterruptedException {
    try {
      Set<String> topics =
          admin.listTopics().names().get(TIMEOUT_MS, TimeUnit.MILLISECONDS).stream()
              .filter(this::owns)
              .collect(Collectors.toSet());
      admin.deleteTopics(topics).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      deleteGroup(admin);
    } catch (ExecutionException | TimeoutException e) {
      throw CommandException.failed(
          "what the replay left could not be deleted, topics %s.* and group %s: %s"
              .formatted(pipeline.topics().prefix(), applicationId, e.getMessage()));
    }
  }

  /**
   * A member that may come back is still one after it has stopped, so it is removed first. There is
   * no group if the application never came to run.
   */
  private void deleteGroup(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (admin.listGroups().all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS).stream()
        .noneMatch(group -> group.groupId().equals(applicationId))) {
      return;
    }
    admin
        .removeMembersFromConsumerGroup(applicationId, new RemoveMembersFromConsumerGroupOptions())
        .all()
        .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    admin.deleteConsumerGroups(Set.of(applicationId)).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }
}
