// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.pipeline.TopicSettings;
import dev.millrace.pipeline.TopicSettings.Format;
import dev.millrace.registry.CachingRegistry;
import dev.millrace.registry.RegistryClient;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.schemas.Request;
import dev.millrace.serde.AvroSerde;
import dev.millrace.serde.JsonSerde;
import dev.millrace.serde.RecordDecoder;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/** How records of a pipeline's topics are written and read: as its topic settings say. */
public final class Wire implements AutoCloseable {

  private final SchemaRegistry registry;
  private final Serializer<Request> requests;

  private Wire(SchemaRegistry registry, Format format) {
    this.registry = registry;
    this.requests =
        switch (format) {
          case AVRO -> AvroSerde.of(Request.class, registry).serializer();
          case JSON -> JsonSerde.of(Request.class).serializer();
        };
  }

  public static Wire of(TopicSettings topics) {
    return new Wire(registry(topics.registryUrl()), topics.format());
  }

  public byte[] request(String topic, Request request) {
    return requests.serialize(topic, request);
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
