// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What cannot be read goes aside as it came: its bytes, its headers, and where and why in headers
 * of our own.
 */
final class DeadLetters {
  static final String REASON = "millrace.error.reason";
  static final String DETAIL = "millrace.error.detail";
  static final String TOPIC = "millrace.error.topic";
  static final String PARTITION = "millrace.error.partition";
  static final String OFFSET = "millrace.error.offset";

  private final ProcessorContext<Object, Object> context;
  private final RunMetrics metrics;

  DeadLetters(ProcessorContext<Object, Object> context, RunMetrics metrics) {
    this.context = context;
    this.metrics = metrics;
  }

  /** The record's value; of a tombstone nothing, which nobody can decode either. */
  static byte[] valueOf(Record<byte[], byte[]> record) {
    byte[] value = record.value();
    return value == null ? new byte[0] : value;
  }

  void put(Record<byte[], byte[]> record, UndecodableException why) {
    String reason = why.reason().name().toLowerCase(Locale.ROOT);
    put(record, reason, String.valueOf(why.getMessage()));
  }

  void put(Record<byte[], byte[]> record, String reason, String detail) {
    metrics.deadLetter(reason);
    Headers headers = new RecordHeaders(record.headers());
    add(headers, REASON, reason);
    add(headers, DETAIL, detail);
    context.recordMetadata().ifPresent(from -> addOrigin(headers, from));
    context.forward(
        new Record<>(record.key(), record.value(), record.timestamp(), headers), Node.DEAD_LETTERS);
  }

  private static void addOrigin(Headers headers, RecordMetadata from) {
    add(headers, TOPIC, String.valueOf(from.topic()));
    add(headers, PARTITION, Integer.toString(from.partition()));
    add(headers, OFFSET, Long.toString(from.offset()));
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
