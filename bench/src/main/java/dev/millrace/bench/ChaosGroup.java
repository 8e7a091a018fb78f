// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What the broker knows of the application's instances. */
final class ChaosGroup implements AutoCloseable {
  private static final Set<TransactionState> ENDING =
      Set.of(
          TransactionState.PREPARE_COMMIT,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_EPOCH_FENCE);

  private final String group;
  private final Admin admin;

  ChaosGroup(String bootstrapServers, String group) {
    this.group = group;
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Whether an instance has no place in the group, and the others have been given its work. */
  boolean isOut(String instance) throws IOException {
    return get(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
        .allMatch(found -> found.groupState() == GroupState.STABLE && !isIn(found, instance));
  }

  private static boolean isIn(ConsumerGroupDescription found, String instance) {
    return found.members().stream()
        .map(MemberDescription::groupInstanceId)
        .anyMatch(id -> id.filter(name -> name.startsWith(instance)).isPresent());
  }

  /** Whether all that was written to these topics was taken. */
  boolean hasTaken(List<String> topics) throws IOException {
    Map<TopicPartition, OffsetAndMetadata> taken =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return ends(topics).entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata offset = taken.get(end.getKey());
              return end.getValue() == (offset == null ? 0 : offset.offset());
            });
  }

  /** Where topics end, whether it is committed or not. */
  Map<TopicPartition, Long> ends(Collection<String> topics) throws IOException {
    return ends(topics, IsolationLevel.READ_UNCOMMITTED);
  }

  private Map<TopicPartition, Long> ends(Collection<String> topics, IsolationLevel level)
      throws IOException {
    Map<TopicPartition, OffsetSpec> latest =
        get(admin.describeTopics(topics).allTopicNames()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(each -> new TopicPartition(topic.name(), each.partition())))
            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
    return get(admin.listOffsets(latest, new ListOffsetsOptions(level)).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().offset()));
  }

  /** Whether a transaction is being committed or aborted, and its partitions do not know it yet. */
  boolean endsTransactions() throws IOException {
    return !get(admin.listTransactions(new ListTransactionsOptions().filterStates(ENDING)).all())
        .isEmpty();
  }

  /** What the broker knows that may tell why nothing goes on. */
  List<String> state(List<String> inputs) throws IOException {
    List<String> lines = new ArrayList<>();
    get(admin.describeConsumerGroups(List.of(group)).all())
        .forEach(
            (name, found) -> {
              lines.add("group " + name + " is " + found.groupState());
              found
                  .members()
                  .forEach(
                      member ->
                          lines.add(
                              member.groupInstanceId().orElse("?")
                                  + " has "
                                  + member.assignment().topicPartitions()));
            });
    lines.add(
        "taken " + get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
    lines.add("ends " + ends(inputs));
    Set<String> all = get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
    Map<TopicPartition, Long> committed = ends(all, IsolationLevel.READ_COMMITTED);
    ends(all)
        .forEach(
            (partition, end) -> {
              if (!end.equals(committed.get(partition))) {
                lines.add(
                    "open transaction in %s at %d of %d"
                        .formatted(partition, committed.get(partition), end));
              }
            });
    get(admin.listTransactions().all()).forEach(each -> lines.add(each.toString()));
    return lines;
  }

  private static <T> T get(KafkaFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
