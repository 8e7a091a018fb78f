// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A producer of numbered requests, which leave at once. Safe for many threads. */
final class Requests implements AutoCloseable {
  static final String ID_HEADER = "request_id";

  private static final int TENANTS = 16;
  private static final int BLOCKS_AT_MOST_MS = 10_000;

  private final Producer<byte[], byte[]> producer;
  private final AtomicInteger nextNumber = new AtomicInteger();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  Requests(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  static Requests to(String bootstrapServers) {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            BLOCKS_AT_MOST_MS);
    return new Requests(
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** Whose request this is; it is the record's key, and so decides the partition. */
  static String tenant(int number) {
    return "tenant-" + number % TENANTS;
  }

  /**
   * Sets so many numbers aside, which nobody else will use: a number that comes twice is no second
   * run.
   *
   * @return the first of them
   */
  int reserve(int count) {
    return nextNumber.getAndAdd(count);
  }

  /**
   * Sends a request and does not wait for it.
   *
   * @throws IOException if one before it could not be sent
   */
  void send(Target target, int number) throws IOException {
    Exception before = failure.get();
    if (before != null) {
      throw new IOException("cannot send to " + target.requests(), before);
    }
    byte[] key = tenant(number).getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(target.requests(), key, target.request().apply(number));
    byte[] id = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    record.headers().add(ID_HEADER, id);
    var unused = producer.send(record, (sent, error) -> failure.compareAndSet(null, error));
  }

  /** The number of the request that a record answers. */
  static int number(ConsumerRecord<byte[], byte[]> record) {
    byte[] id =
        Objects.requireNonNull(record.headers().lastHeader(ID_HEADER), "request_id").value();
    return Integer.parseInt(new String(id, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    producer.close();
  }
}
