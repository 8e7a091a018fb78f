// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.pipeline.TopicSettings;
import dev.millrace.pipeline.TopicSettings.Format;
import dev.millrace.registry.CachingRegistry;
import dev.millrace.registry.RegistryClient;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.serde.AvroSerde;
import dev.millrace.serde.JsonSerde;
import dev.millrace.serde.RecordDecoder;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/** How records of a pipeline's topics are written and read: as its topic settings say. */
public final class Wire implements AutoCloseable {

  private final SchemaRegistry registry;
  private final Format format;

  private Wire(SchemaRegistry registry, Format format) {
    this.registry = registry;
    this.format = format;
  }

  public static Wire of(TopicSettings topics) {
    return new Wire(registry(topics.registryUrl()), topics.format());
  }

  /** Writes records of one type, in the form that the pipeline's topics have. */
  public <T extends SpecificRecord> Serializer<T> serializer(Class<T> type) {
    return switch (format) {
      case AVRO -> AvroSerde.of(type, registry).serializer();
      case JSON -> JsonSerde.of(type).serializer();
    };
  }

  /** Reads records of one type, in whichever form each was written. */
  public <T extends SpecificRecord> RecordDecoder<T> decoder(Class<T> type) {
    return RecordDecoder.of(type, registry);
  }

  @Override
  public void close() {
    registry.close();
  }

  private static SchemaRegistry registry(String urls) {
    return urls.isEmpty()
        ? SchemaRegistry.inMemory()
        : new CachingRegistry(RegistryClient.of(Arrays.asList(urls.split(","))));
  }
}
