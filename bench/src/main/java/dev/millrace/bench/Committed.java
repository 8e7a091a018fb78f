// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Whether an application has committed all that was sent to it. */
final class Committed {
  private static final long LOOK_EVERY_MS = 50;

  private Committed() {}

  /**
   * Returns once the group stands at the topic's end.
   *
   * @throws IOException if it does not get there within that time
   */
  static void await(String bootstrapServers, String group, String topic, Duration within)
      throws IOException {
    long endAt = System.nanoTime() + within.toNanos();
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      Map<TopicPartition, Long> ends = ends(admin, topic);
      while (!isAt(admin, group, ends)) {
        if (System.nanoTime() - endAt > 0) {
          throw new IOException(group + " did not commit within " + within);
        }
        Thread.sleep(LOOK_EVERY_MS);
      }
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
            .flatMap(each -> each.partitions().stream())
            .map(each -> new TopicPartition(topic, each.partition()))
            .collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.latest()));
    return admin.listOffsets(asked).all().get().entrySet().stream()
        .filter(each -> each.getValue().offset() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().offset()));
  }

  private static boolean isAt(Admin admin, String group, Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    return ends.entrySet().stream()
        .allMatch(
            end ->
                committed.get(end.getKey()) != null
                    && committed.get(end.getKey()).offset() >= end.getValue());
  }
}
