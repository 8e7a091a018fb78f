// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import dev.millrace.registry.SchemaRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record however it was written: in Confluent's wire format or as JSON, record by record.
 * What is neither is an {@link UndecodableException}. Safe for many threads.
 */
public final class RecordDecoder<T extends SpecificRecord> implements Deserializer<T> {
  private final FrameReader<T> frames;
  private final JsonRecordReader<T> json;

  private RecordDecoder(FrameReader<T> frames, JsonRecordReader<T> json) {
    this.frames = frames;
    this.json = json;
  }

  /** A decoder of one type of record; the registry stays the caller's. */
  public static <T extends SpecificRecord> RecordDecoder<T> of(
      Class<T> type, SchemaRegistry registry) {
    return new RecordDecoder<>(
        AvroDeserializer.framesOf(type, registry), new JsonRecordReader<>(type));
  }

  /**
   * The record that the bytes are.
   *
   * @throws UndecodableException with the reason why they are none
   */
  public T decode(byte[] bytes) {
    return looksLikeJson(bytes) ? json.read(bytes) : frames.read(bytes);
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] data) {
    return data == null ? null : decode(data);
  }

  private static boolean looksLikeJson(byte[] bytes) {
    for (byte b : bytes) {
      switch (b) {
        case ' ', '\t', '\r', '\n' -> {}
        default -> {
          return b == '{';
        }
      }
    }
    return false;
  }
}
