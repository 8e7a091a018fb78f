// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A stream thread's producer, none of whose transactions escapes the fence of the consumer group.
 *
 * <p>A transaction is fenced against a thread that lost its partitions by the offsets in it, and
 * one made only of punctuators' work has none: Kafka then skips the check. So such a transaction
 * carries a harmless offset of a topic that nobody reads. The topic must exist, or the commit waits
 * for it until {@code max.block.ms}.
 */
final class FencedProducer extends KafkaProducer<byte[], byte[]> {

  private final Loop loop;
  private final boolean transactional;
  private final Map<TopicPartition, OffsetAndMetadata> fence;

  FencedProducer(Map<String, Object> config, Loop loop, String fenceTopic) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.loop = loop;
    this.transactional = config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null;
    loop.writesInTransactions(transactional);
    this.fence = Map.of(new TopicPartition(fenceTopic, 0), new OffsetAndMetadata(0));
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    super.sendOffsetsToTransaction(offsets.isEmpty() ? fence : offsets, group);
  }

  @Override
  public void commitTransaction() {
    super.commitTransaction();
    loop.committed(System.currentTimeMillis());
  }

  /**
   * Under at-least-once each commit of a task flushes, whether there are offsets or not. A record
   * that failed counts as well, but then Kafka Streams throws at once, before the thread can look
   * at the count.
   */
  @Override
  public void flush() {
    loop.committing(System.currentTimeMillis());
    super.flush();
    if (!transactional) {
      loop.committed(System.currentTimeMillis());
    }
  }
}
