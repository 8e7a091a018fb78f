// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.Request;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes requests to their topic, with the tenant as key: that is what brings them together. */
public final class RequestSender implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final Wire wire;
  private final String topic;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private RequestSender(KafkaProducer<byte[], byte[]> producer, Wire wire, String topic) {
    this.producer = producer;
    this.wire = wire;
    this.topic = topic;
  }

  public static RequestSender open(KafkaAccess kafka, Wire wire, String topic, int maxRecordBytes) {
    return new RequestSender(kafka.producer(maxRecordBytes), wire, topic);
  }

  /**
   * Hands a request to the producer; {@link #check} and {@link #flush} tell if it did not arrive.
   */
  public void send(Request request) {
    byte[] key = request.getTenant().getBytes(StandardCharsets.UTF_8);
    var record = new ProducerRecord<>(topic, key, wire.request(topic, request));
    try {
      var unused = producer.send(record, (metadata, failed) -> note(failed));
    } catch (KafkaException e) {
      throw unsent(e);
    }
  }

  /**
   * Returns if no request has been lost so far.
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
    return new OutOfReachException("a request could not be written to " + topic, cause);
  }

  @Override
  public void close() {
    producer.close();
  }
}
