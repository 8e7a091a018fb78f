// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.serde.UndecodableException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Where records come in: what cannot be read goes aside, and what lies in another partition than
 * its own goes the way round.
 *
 * @param home the partition that a record is for; none if it is for any
 * @param rerouted the topic whose records lie right, because we put them there
 * @param wayRound the node that puts them there
 */
record Entrance<T extends SpecificRecord>(
    RecordDecoder<T> decoder, Function<T, OptionalInt> home, String rerouted, String wayRound) {

  static Entrance<Request> ofRequests(WireFormat wire, TopicNames topics, Addresses addresses) {
    return new Entrance<>(
        wire.requests(), addresses::of, topics.requestsByTenant(), Node.REQUESTS_BY_TENANT);
  }

  static Entrance<ControlEvent> ofControls(
      WireFormat wire, TopicNames topics, Addresses addresses) {
    return new Entrance<>(
        wire.controls(), addresses::of, topics.controlsByTenant(), Node.CONTROLS_BY_TENANT);
  }

  /** What the record says, if it is to be handled here and now. */
  Optional<T> take(
      Record<byte[], byte[]> record,
      ProcessorContext<Object, Object> context,
      DeadLetters deadLetters) {
    T value;
    try {
      value = decoder.decode(DeadLetters.valueOf(record));
    } catch (UndecodableException e) {
      deadLetters.put(record, e);
      return Optional.empty();
    }
    OptionalInt belongs = home.apply(value);
    if (belongs.isPresent() && isElsewhere(belongs.getAsInt(), context)) {
      Object detour = new Detour(record.value(), belongs.getAsInt());
      context.forward(
          new Record<>(record.key(), detour, record.timestamp(), record.headers()), wayRound);
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private boolean isElsewhere(int belongs, ProcessorContext<Object, Object> context) {
    return context
        .recordMetadata()
        .filter(from -> !from.topic().equals(rerouted))
        .filter(from -> from.partition() != belongs)
        .isPresent();
  }
}
