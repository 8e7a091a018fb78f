// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import dev.millrace.registry.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Generated records in Confluent's wire format: made with a registry in Java, or named as a class
 * in Kafka configuration. The subject is the topic and {@code -value} or {@code -key}. Safe for
 * many threads.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
  /** Addresses of one registry, separated by commas. Credentials may stand in them. */
  public static final String REGISTRY_URL = "schema.registry.url";

  /** {@code user:password} for the registry, if it wants them. */
  public static final String USER_INFO = "basic.auth.user.info";

  /** Whether a serializer registers schemas, or only looks them up; true by default. */
  public static final String AUTO_REGISTER = "auto.register.schemas";

  /** Whether a deserializer gives generated records, or generic ones; false by default. */
  public static final String SPECIFIC_READER = "specific.avro.reader";

  private final AvroSerializer<T> serializer;
  private final AvroDeserializer<T> deserializer;

  /**
   * For Kafka, which configures it next. Whatever record comes is read as the class of its name.
   */
  public AvroSerde() {
    this(new AvroSerializer<>(), new AvroDeserializer<>());
  }

  private AvroSerde(AvroSerializer<T> serializer, AvroDeserializer<T> deserializer) {
    this.serializer = serializer;
    this.deserializer = deserializer;
  }

  /**
   * A serde of values that registers what it writes, and reads whatever can be read as the type.
   */
  public static <T extends SpecificRecord> AvroSerde<T> of(Class<T> type, SchemaRegistry registry) {
    return new AvroSerde<>(new AvroSerializer<>(registry), AvroDeserializer.ofType(type, registry));
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    Map<String, Object> specific = new HashMap<>(configs);
    specific.put(SPECIFIC_READER, true);
    serializer.configure(specific, isKey);
    deserializer.configure(specific, isKey);
  }

  @Override
  public void close() {
    serializer.close();
    deserializer.close();
  }

  @Override
  public Serializer<T> serializer() {
    return serializer;
  }

  @Override
  public Deserializer<T> deserializer() {
    return deserializer;
  }
}
