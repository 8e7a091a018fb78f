// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.run.RecordKey;
import dev.millrace.run.RunId;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.serde.UndecodableException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes what a person or a system tells the application, and hands it to the run that it is about.
 * A run is named within its tenant, so that nobody can touch another's.
 */
final class ControlProcessor implements Processor<byte[], byte[], Object, Object> {
  private static final String CANCEL = "cancel";

  private final RunMetrics metrics;
  private final RecordDecoder<ControlEvent> decoder;
  private final Placement placement;
  private final String rerouted;

  private ProcessorContext<Object, Object> context;
  private DeadLetters deadLetters;

  /**
   * @param rerouted the topic whose records lie right, because we put them there
   */
  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  ControlProcessor(
      RunMetrics metrics,
      RecordDecoder<ControlEvent> decoder,
      Placement placement,
      String rerouted) {
    this.metrics = metrics;
    this.decoder = decoder;
    this.placement = placement;
    this.rerouted = rerouted;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    deadLetters = new DeadLetters(context, metrics);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ControlEvent event;
    try {
      event = decoder.decode(DeadLetters.valueOf(record));
    } catch (UndecodableException e) {
      deadLetters.put(record, e);
      return;
    }
    handle(record, event);
  }

  private void handle(Record<byte[], byte[]> record, ControlEvent event) {
    if (event.getTenant().isBlank()) {
      deadLetters.put(record, "tenant_missing", "A control needs a tenant.");
    } else if (isMisplaced(event.getTenant())) {
      byte[] key = RecordKey.ofTenant(event.getTenant()).bytes();
      context.forward(
          new Record<>(key, record.value(), record.timestamp(), record.headers()),
          Node.CONTROLS_BY_TENANT);
    } else if (!event.getKind().equals(CANCEL)) {
      deadLetters.put(record, "unknown_control", "Kinds of controls: " + CANCEL + ".");
    } else {
      Optional<RunId> run = run(event);
      if (run.isEmpty()) {
        deadLetters.put(record, "run_missing", "A control names a request_id or a run_id.");
      } else {
        Signal cancel = new Signal.Cancel(run.get(), event.getTenant(), event.getReason());
        context.forward(new Record<>(run.get(), cancel, record.timestamp()), Node.ADVANCE);
      }
    }
  }

  private static Optional<RunId> run(ControlEvent event) {
    if (!event.getRequestId().isBlank()) {
      return Optional.of(RunId.of(event.getTenant(), event.getRequestId()));
    }
    return RunId.parse(event.getRunId());
  }

  private boolean isMisplaced(String tenant) {
    return context
        .recordMetadata()
        .filter(from -> !from.topic().equals(rerouted))
        .filter(from -> !placement.isHome(tenant, from.partition()))
        .isPresent();
  }
}
