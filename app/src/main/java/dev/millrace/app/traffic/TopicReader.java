// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads what is committed in one topic, all partitions, without a group. For one thread. */
public final class TopicReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;

  private TopicReader(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * A reader whose place is fixed when this returns: what is written afterwards is not missed.
   *
   * @throws OutOfReachException if the topic is not there
   */
  public static TopicReader open(KafkaAccess kafka, String topic, Start start) {
    KafkaConsumer<byte[], byte[]> consumer = kafka.consumer();
    try {
      consumer.assign(partitions(consumer, topic));
      start.seek(consumer);
      return new TopicReader(consumer);
    } catch (RuntimeException failure) {
      consumer.close();
      throw failure;
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      if (!partitions.isEmpty()) {
        return partitions;
      }
    } catch (KafkaException e) {
      throw new OutOfReachException("topic " + topic + " cannot be read", e);
    }
    throw new OutOfReachException(
        "topic " + topic + " does not exist; millrace run creates it", null);
  }

  /** Hands over what has come, and waits so long for the first of it. */
  public void poll(Duration wait, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    consumer.poll(wait).forEach(handler);
  }

  /** Where a topic ended at some moment. */
  public record Ends(Map<TopicPartition, Long> offsets) {
    public Ends {
      offsets = Map.copyOf(offsets);
    }

    private boolean isBehind(ConsumerRecord<byte[], byte[]> record) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      return record.offset() < offsets.getOrDefault(partition, 0L);
    }
  }

  /** Where the topic ends now. */
  public Ends ends() {
    return new Ends(consumer.endOffsets(consumer.assignment()));
  }

  /** Hands over all that is in the topic now. */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    readTo(ends(), handler);
  }

  /** Hands over what was in the topic when it ended there. */
  public void readTo(Ends ends, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    while (!isAt(ends)) {
      poll(
          POLL,
          record -> {
            if (ends.isBehind(record)) {
              handler.accept(record);
            }
          });
    }
  }

  private boolean isAt(Ends ends) {
    return ends.offsets().entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
