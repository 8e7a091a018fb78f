// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes records to a topic, with the tenant as key: that is what brings them together. */
public final class RecordSender<T extends SpecificRecord> implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final Serializer<T> serializer;
  private final String topic;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private RecordSender(
      KafkaProducer<byte[], byte[]> producer, Serializer<T> serializer, String topic) {
    this.producer = producer;
    this.serializer = serializer;
    this.topic = topic;
  }

  public static <T extends SpecificRecord> RecordSender<T> open(
      KafkaAccess kafka, Wire wire, Class<T> type, String topic, int maxRecordBytes) {
    return new RecordSender<>(kafka.producer(maxRecordBytes), wire.serializer(type), topic);
  }

  /**
   * Hands a record to the producer; {@link #check} and {@link #flush} tell if it did not arrive.
   */
  public void send(String tenant, T value) {
    byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
    var record = new ProducerRecord<>(topic, key, serializer.serialize(topic, value));
    try {
      var unused = producer.send(record, (metadata, failed) -> note(failed));
    } catch (KafkaException e) {
      throw unsent(e);
    }
  }

  /** Writes records, and waits until all have arrived. */
  public void sendAll(Collection<T> values, Function<T, String> tenant) {
    values.forEach(value -> send(tenant.apply(value), value));
    flush();
  }

  /**
   * Returns if no record has been lost so far.
   *
   * @throws OutOfReachException if one has
   */
  public void check() {
    Exception failed = failure.get();
    if (failed != null) {
      throw unsent(failed);
    }
  }

  /** Waits until all have arrived. */
  public void flush() {
    producer.flush();
    check();
  }

  private void note(@Nullable Exception failed) {
    if (failed != null) {
      failure.compareAndSet(null, failed);
    }
  }

  private OutOfReachException unsent(Exception cause) {
    return new OutOfReachException("a record could not be written to " + topic, cause);
  }

  @Override
  public void close() {
    producer.close();
  }
}
