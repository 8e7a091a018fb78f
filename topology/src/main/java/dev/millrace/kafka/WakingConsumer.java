// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A stream thread's main consumer, whose sleep in {@code poll} ends when a call has finished or a
 * timer is due, and which leaves requests on the broker while the intake is full.
 *
 * <p>Kafka Streams dies of a {@link WakeupException}, so none leaves this class. A wake-up that
 * comes just after a poll stays and hits the next blocking call, whichever that is: each one that
 * Kafka Streams makes is tried again.
 */
final class WakingConsumer extends KafkaConsumer<byte[], byte[]> {

  private final Loop loop;
  private final IntakeGate gate;

  WakingConsumer(Map<String, Object> config, Loop loop, Intake intake, Set<String> requestTopics) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.loop = loop;
    this.gate = new IntakeGate(intake, requestTopics, new Partitions());
    loop.attach(this::wakeup);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    gate.update();
    Duration sleep = loop.fallAsleep(timeout, System.currentTimeMillis());
    boolean broughtRecords = false;
    try {
      ConsumerRecords<byte[], byte[]> records = pollOrWake(sleep);
      broughtRecords = !records.isEmpty();
      return records;
    } finally {
      loop.wakeUp(broughtRecords, System.currentTimeMillis());
    }
  }

  private ConsumerRecords<byte[], byte[]> pollOrWake(Duration sleep) {
    try {
      return super.poll(sleep);
    } catch (WakeupException awake) {
      // Records may lie ready: a thread that is woken at each poll must still get them.
      return undisturbed(() -> super.poll(Duration.ZERO));
    }
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
    super.subscribe(topics, gate.before(listener));
  }

  @Override
  public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
    super.subscribe(pattern, gate.before(listener));
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    gate.pause(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    gate.resume(partitions);
  }

  /** The partitions that the caller has paused; the intake's are none of its business. */
  @Override
  public Set<TopicPartition> paused() {
    return gate.pausedByCaller();
  }

  @Override
  public void unsubscribe() {
    undisturbed(
        () -> {
          super.unsubscribe();
          return true;
        });
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    undisturbed(
        () -> {
          super.commitSync(offsets);
          return true;
        });
  }

  @Override
  public long position(TopicPartition partition) {
    return undisturbed(() -> super.position(partition));
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return undisturbed(() -> super.committed(partitions));
  }

  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestamps) {
    return undisturbed(() -> super.offsetsForTimes(timestamps));
  }

  @Override
  public Uuid clientInstanceId(Duration timeout) {
    return undisturbed(() -> super.clientInstanceId(timeout));
  }

  /** Ends, since at most one wake-up is made for each poll. */
  private static <T> T undisturbed(Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (WakeupException late) {
        // it was for a poll that is over
      }
    }
  }

  /** What the gate may move: this consumer without the gate. */
  private final class Partitions implements IntakeGate.Partitions {
    @Override
    public Set<TopicPartition> assigned() {
      return assignment();
    }

    @Override
    public Set<TopicPartition> paused() {
      return WakingConsumer.super.paused();
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
      WakingConsumer.super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
      WakingConsumer.super.resume(partitions);
    }
  }
}
