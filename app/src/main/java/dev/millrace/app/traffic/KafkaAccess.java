// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How a command reaches a Kafka cluster.
 *
 * @param properties of clients, such as credentials; stronger than ours
 */
public record KafkaAccess(String bootstrapServers, Map<String, String> properties) {

  private static final int ANSWER_MS = 10_000;
  private static final int DELIVERY_MS = 30_000;

  public KafkaAccess {
    properties = Map.copyOf(properties);
  }

  /**
   * Returns if the cluster answers. Clients alone would try for minutes and say little.
   *
   * @throws OutOfReachException if it does not
   */
  public void check() {
    try (Admin admin = admin()) {
      admin.describeCluster().nodes().get(ANSWER_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new OutOfReachException("Kafka does not answer at " + bootstrapServers, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutOfReachException("interrupted before Kafka answered", e);
    }
  }

  public Admin admin() {
    Map<String, Object> config = base();
    config.put("default.api.timeout.ms", ANSWER_MS);
    config.put("request.timeout.ms", ANSWER_MS / 2);
    config.putAll(properties);
    return Admin.create(config);
  }

  /** Writes each record once, and waits until all replicas have it. */
  KafkaProducer<byte[], byte[]> producer(int maxRecordBytes) {
    Map<String, Object> config = base();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.putAll(properties);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sees only what is committed, belongs to no group, and creates no topic by looking at it. */
  KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = base();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
    config.putAll(properties);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> base() {
    return new HashMap<>(Map.of("bootstrap.servers", bootstrapServers));
  }
}
