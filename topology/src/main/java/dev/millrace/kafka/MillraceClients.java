// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The Kafka clients of the application. With {@code group.protocol=streams} Kafka Streams makes its
 * main consumer itself: calls are then handed over at the next poll, and the intake is never
 * closed.
 */
public final class MillraceClients implements KafkaClientSupplier {

  private final StreamThreads threads;
  private final Intake intake;
  private final Set<String> requestTopics;
  private final String fenceTopic;

  /**
   * @param requestTopics whose partitions wait while the intake is full
   * @param fenceTopic an existing topic of one partition that the application does not read; see
   *     {@link FencedProducer}
   */
  public MillraceClients(
      StreamThreads threads, Intake intake, Set<String> requestTopics, String fenceTopic) {
    this.threads = threads;
    this.intake = intake;
    this.requestTopics = Set.copyOf(requestTopics);
    this.fenceTopic = fenceTopic;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new WakingConsumer(config, loop(config, "-consumer"), intake, requestTopics);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new FencedProducer(config, loop(config, "-producer"), fenceTopic);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return plainConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return plainConsumer(config);
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  private Loop loop(Map<String, Object> config, String suffix) {
    return threads.ofClient(
        String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG)), suffix);
  }

  private static Consumer<byte[], byte[]> plainConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
