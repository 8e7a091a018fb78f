// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.TopicSettings;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import dev.millrace.serde.AvroSerde;
import dev.millrace.serde.JsonSerde;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.topology.TopicNames;
import dev.millrace.topology.WireFormat;
import dev.millrace.virtual.Input;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** How records travel in one world, whose registry starts empty: the same ids in every world. */
final class Wire {
  private final SchemaRegistry registry = SchemaRegistry.inMemory();
  private final Serializer<Request> avroRequests =
      AvroSerde.of(Request.class, registry).serializer();
  private final Serializer<Request> jsonRequests = JsonSerde.of(Request.class).serializer();
  private final Serializer<ControlEvent> avroControls =
      AvroSerde.of(ControlEvent.class, registry).serializer();
  private final TopicNames topics;
  private final WireFormat format;

  Wire(TopicSettings settings) {
    topics = TopicNames.of(settings);
    format = WireFormat.of(settings.format(), registry);
    format.register(topics);
  }

  WireFormat format() {
    return format;
  }

  TopicNames topics() {
    return topics;
  }

  Input request(Request request, boolean json, byte @Nullable [] key, long atMs) {
    Serializer<Request> serializer = json ? jsonRequests : avroRequests;
    return requestBytes(key, serializer.serialize(topics.requests(), request), atMs);
  }

  Input requestBytes(byte @Nullable [] key, byte @Nullable [] value, long atMs) {
    return new Input(topics.requests(), key, value, atMs);
  }

  Input control(ControlEvent control, long atMs) {
    byte[] value = avroControls.serialize(topics.controls(), control);
    return controlBytes(key(control.getTenant()), value, atMs);
  }

  Input controlBytes(byte @Nullable [] key, byte @Nullable [] value, long atMs) {
    return new Input(topics.controls(), key, value, atMs);
  }

  static byte[] key(String tenant) {
    return tenant.getBytes(StandardCharsets.UTF_8);
  }

  <T extends SpecificRecord> RecordDecoder<T> reader(Class<T> type) {
    return RecordDecoder.of(type, registry);
  }
}
