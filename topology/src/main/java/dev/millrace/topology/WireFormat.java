// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.pipeline.TopicSettings.Format;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.schemas.CallRecord;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Escalation;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.serde.AvroSerde;
import dev.millrace.serde.JsonSerde;
import dev.millrace.serde.RecordDecoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * How values travel: what is read may be Avro or JSON, what is written is what the pipeline says.
 */
public record WireFormat(
    RecordDecoder<Request> requests,
    RecordDecoder<ControlEvent> controls,
    Serializer<Result> results,
    Serializer<CostEvent> costs,
    Serializer<ProgressEvent> progress,
    Serializer<CallRecord> calls,
    Serializer<Escalation> escalations) {

  public static WireFormat of(Format format, SchemaRegistry registry) {
    return new WireFormat(
        RecordDecoder.of(Request.class, registry),
        RecordDecoder.of(ControlEvent.class, registry),
        writer(Result.class, format, registry),
        writer(CostEvent.class, format, registry),
        writer(ProgressEvent.class, format, registry),
        writer(CallRecord.class, format, registry),
        writer(Escalation.class, format, registry));
  }

  /**
   * Makes sure that all that is written has its schema's id, so that a registry that is gone later
   * stops nothing.
   *
   * @throws org.apache.kafka.common.errors.SerializationException if a schema is refused or the
   *     registry cannot be reached
   */
  public void register(TopicNames topics) {
    results.serialize(topics.results(), Result.newBuilder().build());
    costs.serialize(topics.costs(), CostEvent.newBuilder().build());
    progress.serialize(topics.progress(), ProgressEvent.newBuilder().build());
    calls.serialize(topics.calls(), CallRecord.newBuilder().build());
    escalations.serialize(topics.escalations(), Escalation.newBuilder().build());
  }

  private static <T extends SpecificRecord> Serializer<T> writer(
      Class<T> type, Format format, SchemaRegistry registry) {
    return format == Format.JSON
        ? JsonSerde.of(type).serializer()
        : AvroSerde.of(type, registry).serializer();
  }
}
