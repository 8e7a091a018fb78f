// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.run.RecordKey;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.serde.UndecodableException;
import dev.millrace.wire.BudgetChange;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Where records come in: what cannot be read goes aside, and what lies in another partition than
 * its tenant's goes the way round.
 *
 * @param rerouted the topic whose records lie right, because we put them there
 * @param wayRound the node that puts them there
 */
record Entrance<T extends SpecificRecord>(
    RecordDecoder<T> decoder,
    Function<T, String> tenantOf,
    Placement placement,
    String rerouted,
    String wayRound) {

  static Entrance<Request> ofRequests(WireFormat wire, TopicNames topics, Placement placement) {
    return new Entrance<>(
        wire.requests(),
        Request::getTenant,
        placement,
        topics.requestsByTenant(),
        Node.REQUESTS_BY_TENANT);
  }

  static Entrance<ControlEvent> ofControls(
      WireFormat wire, TopicNames topics, Placement placement) {
    return new Entrance<>(
        wire.controls(),
        Entrance::concerned,
        placement,
        topics.controlsByTenant(),
        Node.CONTROLS_BY_TENANT);
  }

  /** Whose partition a control is for. What changes a group's budget is for the group's home. */
  private static String concerned(ControlEvent event) {
    return BudgetChange.isOfGroup(event) ? Scopes.groupKey(event.getName()) : event.getTenant();
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
    String tenant = tenantOf.apply(value);
    if (isMisplaced(tenant, context)) {
      byte[] key = RecordKey.ofTenant(tenant).bytes();
      context.forward(
          new Record<>(key, record.value(), record.timestamp(), record.headers()), wayRound);
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** What has no tenant belongs nowhere else either. */
  private boolean isMisplaced(String tenant, ProcessorContext<Object, Object> context) {
    return !tenant.isBlank()
        && context
            .recordMetadata()
            .filter(from -> !from.topic().equals(rerouted))
            .filter(from -> !placement.isHome(tenant, from.partition()))
            .isPresent();
  }
}
