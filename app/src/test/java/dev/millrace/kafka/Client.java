// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Who sends requests and reads what was committed. */
final class Client implements AutoCloseable {

  private final String prefix;
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;
  private final List<String> results = new CopyOnWriteArrayList<>();

  Client(String bootstrapServers, String prefix) {
    this.prefix = prefix;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer());
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.assign(List.of(new TopicPartition(prefix + ".results", 0)));
  }

  void request(String key) {
    var unused = producer.send(new ProducerRecord<>(prefix + ".requests", key, "request"));
  }

  void requests(String name, int count) {
    for (int i = 0; i < count; i++) {
      request(name + i);
    }
  }

  void control(String key, int partition) {
    var unused =
        producer.send(new ProducerRecord<>(prefix + ".controls", partition, key, "control"));
  }

  /** The keys of all results so far, in order, again where they came again. */
  List<String> results() {
    consumer.poll(Duration.ofMillis(10)).forEach(result -> results.add(result.key()));
    return results;
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
