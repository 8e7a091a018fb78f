// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.registry.CachingRegistry;
import dev.millrace.registry.RegistryClient;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.serde.AvroSerde;
import dev.millrace.serde.RecordDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Who sends requests and reads what was committed. */
final class Traffic implements AutoCloseable {
  private final SchemaRegistry registry;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Serializer<Request> requests;
  private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

  Traffic(String bootstrapServers, String registryUrl) {
    registry = new CachingRegistry(RegistryClient.of(List.of(registryUrl)));
    requests = AvroSerde.of(Request.class, registry).serializer();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Begins to read; the topics must exist. */
  void follow(String... topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  void send(Request request) {
    byte[] key = request.getTenant().getBytes(StandardCharsets.UTF_8);
    sendRaw(key, requests.serialize("shop.requests", request));
  }

  void sendRaw(byte[] key, byte @Nullable [] value) {
    var unused = producer.send(new ProducerRecord<>("shop.requests", key, value));
  }

  Map<String, List<Result>> results() {
    Map<String, List<Result>> byRequest = new HashMap<>();
    for (Result result : all("shop.results", Result.class)) {
      byRequest.computeIfAbsent(result.getRequestId(), id -> new ArrayList<>()).add(result);
    }
    return byRequest;
  }

  /** The first result of a request that has one. */
  Result result(String requestId) {
    return results().getOrDefault(requestId, List.of()).get(0);
  }

  List<CostEvent> costs() {
    return all("shop.costs", CostEvent.class);
  }

  int count(String topic) {
    poll();
    return (int) read.stream().filter(record -> record.topic().equals(topic)).count();
  }

  /** What a header says in each record of a topic. */
  List<String> headers(String topic, String name) {
    poll();
    return read.stream()
        .filter(record -> record.topic().equals(topic))
        .map(record -> record.headers().lastHeader(name).value())
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  /** What the budget store's changelog says last of each budget. */
  Map<String, BudgetRecord> ledger() {
    poll();
    Map<String, BudgetRecord> budgets = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read) {
      if (record.topic().equals("shop-budgets-changelog")) {
        budgets.put(new String(record.key(), StandardCharsets.UTF_8), budget(record.value()));
      }
    }
    return budgets;
  }

  /** The same of one budget that several partitions spend from, by partition. */
  Map<Integer, BudgetRecord> ledger(String account) {
    poll();
    Map<Integer, BudgetRecord> budgets = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read) {
      if (record.topic().equals("shop-budgets-changelog")
          && new String(record.key(), StandardCharsets.UTF_8).equals(account)) {
        budgets.put(record.partition(), budget(record.value()));
      }
    }
    return budgets;
  }

  private static BudgetRecord budget(byte[] stored) {
    try {
      return BudgetRecord.getDecoder().decode(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T extends SpecificRecord> List<T> all(String topic, Class<T> type) {
    poll();
    RecordDecoder<T> decoder = RecordDecoder.of(type, registry);
    return read.stream()
        .filter(record -> record.topic().equals(topic))
        .map(record -> decoder.decode(record.value()))
        .toList();
  }

  private void poll() {
    consumer.poll(Duration.ofMillis(10)).forEach(read::add);
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
    registry.close();
  }
}
