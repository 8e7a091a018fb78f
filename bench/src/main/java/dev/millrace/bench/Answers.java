// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of one target's results.
 *
 * <p>Used by one thread at a time.
 */
final class Answers implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int SHOWN_CHARACTERS = 300;

  private final Target target;
  private final Consumer<byte[], byte[]> consumer;

  Answers(Target target, Consumer<byte[], byte[]> consumer) {
    this.target = target;
    this.consumer = consumer;
  }

  /** Connects; {@link #skipToEnd} comes before the first answer. */
  static Answers of(Target target, String bootstrapServers, String isolationLevel) {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            isolationLevel);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(target.results()).stream()
            .map(each -> new TopicPartition(each.topic(), each.partition()))
            .toList();
    consumer.assign(partitions);
    return new Answers(target, consumer);
  }

  /** Passes over all that came until now. What is sent from now on will be seen. */
  void skipToEnd() {
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
  }

  /**
   * Waits a little for answers and tells the number of each.
   *
   * @throws IOException if one is no answer
   */
  void poll(IntConsumer each) throws IOException {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      each.accept(Requests.number(record));
    }
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (!target.isAnswer().test(record.value())) {
        String text = new String(record.value(), StandardCharsets.UTF_8);
        String begin = text.substring(0, Math.min(text.length(), SHOWN_CHARACTERS));
        throw new IOException("no good answer in " + target.results() + ": " + begin);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
