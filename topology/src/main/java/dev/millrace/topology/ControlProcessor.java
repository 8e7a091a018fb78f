// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.run.RunId;
import dev.millrace.schemas.ControlEvent;
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
  private final Entrance<ControlEvent> entrance;

  private ProcessorContext<Object, Object> context;
  private DeadLetters deadLetters;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  ControlProcessor(RunMetrics metrics, Entrance<ControlEvent> entrance) {
    this.metrics = metrics;
    this.entrance = entrance;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    deadLetters = new DeadLetters(context, metrics);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    entrance.take(record, context, deadLetters).ifPresent(event -> handle(record, event));
  }

  private void handle(Record<byte[], byte[]> record, ControlEvent event) {
    if (event.getTenant().isBlank()) {
      deadLetters.put(record, "tenant_missing", "A control needs a tenant.");
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
}
