// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import dev.millrace.registry.CachingRegistry;
import dev.millrace.registry.RegistryException;
import dev.millrace.registry.SchemaRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes generated or generic records in Confluent's wire format. Safe for many threads. */
public final class AvroSerializer<T extends IndexedRecord> implements Serializer<T> {

  private record Key(String topic, Schema schema) {}

  private record Format<T>(int schemaId, DatumWriter<T> writer) {}

  private final Map<Key, Format<T>> formats = new ConcurrentHashMap<>();
  private @Nullable SchemaRegistry registry;
  private boolean ownsRegistry;
  private boolean autoRegister = true;
  private String suffix = "-value";

  /** For Kafka, which configures it next. */
  public AvroSerializer() {}

  /** A serializer of values that registers what it writes; the registry stays the caller's. */
  public AvroSerializer(SchemaRegistry registry) {
    this.registry = new CachingRegistry(registry);
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    suffix = isKey ? "-key" : "-value";
    if (registry == null) {
      var config = new SerdeConfig(configs);
      autoRegister = config.autoRegister();
      registry = config.registry();
      ownsRegistry = true;
    }
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T data) {
    if (data == null) {
      return null;
    }
    var key = new Key(topic, data.getSchema());
    Format<T> format = formats.get(key);
    return write(format != null ? format : open(key, data), data);
  }

  @Override
  public void close() {
    if (ownsRegistry && registry != null) {
      registry.close();
    }
  }

  private byte[] write(Format<T> format, T data) {
    FrameBuffer buffer = FrameBuffer.begin(format.schemaId());
    try {
      format.writer().write(data, buffer.encoder());
      return buffer.end();
    } catch (IOException | AvroRuntimeException | NullPointerException | ClassCastException e) {
      // The last two are how Avro says that a field is not what its schema wants.
      throw new SerializationException("Not a complete " + data.getSchema().getName(), e);
    }
  }

  private Format<T> open(Key key, T data) {
    Schema written = SharedSchema.of(key.schema());
    String subject = key.topic() + suffix;
    try {
      int id =
          autoRegister
              ? configured().register(subject, written)
              : configured().idOf(subject, written);
      Format<T> format = new Format<>(id, writer(data));
      formats.put(key, format);
      return format;
    } catch (RegistryException e) {
      throw new SerializationException("No schema id for subject " + subject, e);
    }
  }

  private SchemaRegistry configured() {
    if (registry == null) {
      throw new IllegalStateException("configure() comes first");
    }
    return registry;
  }

  @SuppressWarnings("unchecked") // of what the model's schema describes
  private DatumWriter<T> writer(T data) {
    return data instanceof SpecificRecord
        ? SpecificData.getForClass(data.getClass()).createDatumWriter(data.getSchema())
        : new GenericDatumWriter<>(data.getSchema());
  }
}
