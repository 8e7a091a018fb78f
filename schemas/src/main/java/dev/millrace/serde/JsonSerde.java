// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Generated records as JSON that a person would write: a field that is left out, or null, has its
 * default; a field that the schema does not know is passed over; nothing says which branch of a
 * union it is. No registry is needed. Safe for many threads.
 */
public final class JsonSerde<T extends SpecificRecord> implements Serde<T> {
  private final JsonRecordReader<T> reader;
  private final JsonRecordWriter writer = new JsonRecordWriter();

  private JsonSerde(JsonRecordReader<T> reader) {
    this.reader = reader;
  }

  public static <T extends SpecificRecord> JsonSerde<T> of(Class<T> type) {
    return new JsonSerde<>(new JsonRecordReader<>(type));
  }

  /**
   * The record that the bytes are.
   *
   * @throws UndecodableException with reason MALFORMED, and where, if they are none
   */
  public T read(byte[] json) {
    return reader.read(json);
  }

  public byte[] write(T value) {
    return writer.write(value);
  }

  @Override
  public Serializer<T> serializer() {
    return (topic, data) -> writeOrNull(data);
  }

  @Override
  public Deserializer<T> deserializer() {
    return (topic, data) -> readOrNull(data);
  }

  private byte @Nullable [] writeOrNull(@Nullable T value) {
    return value == null ? null : write(value);
  }

  private @Nullable T readOrNull(byte @Nullable [] json) {
    return json == null ? null : read(json);
  }
}
