// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A domain type as stored bytes: through its Avro record, in Avro's single-object encoding, which
 * names the writer's schema by fingerprint. Stored bytes need no registry.
 */
final class AvroCodec {
  private AvroCodec() {}

  static <R extends SpecificRecord, T> Serde<T> serde(
      BinaryMessageEncoder<R> encoder,
      BinaryMessageDecoder<R> decoder,
      Function<T, R> toRecord,
      Function<R, T> fromRecord) {
    return Serdes.serdeFrom(
        (topic, value) -> value == null ? null : bytes(encoder, toRecord.apply(value)),
        reading(decoder, fromRecord));
  }

  static <R extends SpecificRecord> Serde<R> serde(
      BinaryMessageEncoder<R> encoder, BinaryMessageDecoder<R> decoder) {
    return serde(encoder, decoder, record -> record, record -> record);
  }

  static <R extends SpecificRecord> byte[] bytes(BinaryMessageEncoder<R> encoder, R record) {
    try {
      ByteBuffer buffer = encoder.encode(record);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("encoding to memory cannot fail", e);
    }
  }

  private static <R extends SpecificRecord, T> Deserializer<T> reading(
      BinaryMessageDecoder<R> decoder, Function<R, T> fromRecord) {
    return (topic, bytes) -> bytes == null ? null : fromRecord.apply(record(decoder, bytes));
  }

  static <R extends SpecificRecord> R record(BinaryMessageDecoder<R> decoder, byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored record cannot be read", e);
    }
  }
}
