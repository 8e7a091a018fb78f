// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads what was committed, from the beginning on. */
final class CommittedRecords implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  /** Longer than a transaction of a process that was killed may stay open. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

  private final KafkaConsumer<byte[], byte[]> consumer;

  CommittedRecords(String bootstrapServers) {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Begins with a topic, which must exist. */
  void follow(String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList();
    consumer.assign(partitions);
  }

  /** Waits a little for more. */
  void poll(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    consumer.poll(POLL).forEach(each);
  }

  /** The same, by what is read of each. */
  void poll(Reader reader) {
    poll(record -> reader.read(record.topic(), record.partition(), record.key(), record.value()));
  }

  /** Who is told of records; those of a partition come in their order. */
  interface Reader {
    void read(String topic, int partition, byte[] key, byte @Nullable [] value);
  }

  /** Reads partitions to these ends. False if a transaction stays open before one of them. */
  boolean readAll(Map<TopicPartition, Long> ends, Reader reader) {
    Collection<TopicPartition> partitions = ends.keySet();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    long giveUpAt = System.nanoTime() + ENDS_WITHIN.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() - giveUpAt > 0) {
        return false;
      }
      poll(reader);
    }
    return true;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
