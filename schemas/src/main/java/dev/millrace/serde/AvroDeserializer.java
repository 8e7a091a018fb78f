// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import dev.millrace.registry.SchemaRegistry;
import dev.millrace.serde.UndecodableException.Reason;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in Confluent's wire format. What it cannot read is an {@link UndecodableException}.
 * Safe for many threads.
 */
public final class AvroDeserializer<T extends IndexedRecord> implements Deserializer<T> {
  private @Nullable FrameReader<T> frames;
  private @Nullable SchemaRegistry ownRegistry;

  /** For Kafka, which configures it next. */
  public AvroDeserializer() {}

  private AvroDeserializer(FrameReader<T> frames) {
    this.frames = frames;
  }

  /** A deserializer of one type of record; the registry stays the caller's. */
  public static <T extends SpecificRecord> AvroDeserializer<T> ofType(
      Class<T> type, SchemaRegistry registry) {
    return new AvroDeserializer<>(framesOf(type, registry));
  }

  static <T extends SpecificRecord> FrameReader<T> framesOf(
      Class<T> type, SchemaRegistry registry) {
    return new FrameReader<>(registry, writer -> readerOf(type, writer));
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    if (frames == null) {
      var config = new SerdeConfig(configs);
      ownRegistry = config.registry();
      Function<Schema, DatumReader<T>> readers =
          config.specificReader() ? AvroDeserializer::specificReader : GenericDatumReader::new;
      frames = new FrameReader<>(ownRegistry, readers);
    }
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] data) {
    if (frames == null) {
      throw new IllegalStateException("configure() comes first");
    }
    return data == null ? null : frames.read(data);
  }

  @Override
  public void close() {
    if (ownRegistry != null) {
      ownRegistry.close();
    }
  }

  private static <T> DatumReader<T> specificReader(Schema writer) {
    Class<?> type = classOf(writer);
    if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
      throw new UndecodableException(
          Reason.INCOMPATIBLE_SCHEMA, "No class for records of " + writer.getFullName());
    }
    SpecificData model = SpecificData.getForClass(type);
    return new SpecificDatumReader<>(writer, model.getSchema(type), model);
  }

  private static @Nullable Class<?> classOf(Schema writer) {
    try {
      return new RecordModel().getClass(writer);
    } catch (SecurityException e) {
      throw new UndecodableException(Reason.INCOMPATIBLE_SCHEMA, "Class not trusted by Avro", e);
    }
  }

  /** Another record in this place would be read as an empty one of ours, all its fields unknown. */
  private static <T> DatumReader<T> readerOf(Class<T> type, Schema writer) {
    SpecificData model = SpecificData.getForClass(type);
    Schema reader = model.getSchema(type);
    if (writer.getType() != Schema.Type.RECORD || !writer.getName().equals(reader.getName())) {
      throw new UndecodableException(
          Reason.INCOMPATIBLE_SCHEMA, "Not a " + reader.getName() + ": " + writer.getName());
    }
    return new SpecificDatumReader<>(writer, reader, model);
  }
}
