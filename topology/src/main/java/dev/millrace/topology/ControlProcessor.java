// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.run.RecordKey;
import dev.millrace.run.RunId;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.state.Stores;
import dev.millrace.wire.BudgetChange;
import dev.millrace.wire.Correction;
import dev.millrace.wire.ProgressEvents;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes what a person or a system tells the application, and hands it to the run that it is about.
 * A run is named within its tenant, so that nobody can touch another's. What changes a budget is
 * done here and now.
 */
final class ControlProcessor implements Processor<byte[], byte[], Object, Object> {
  private static final String CANCEL = "cancel";
  private static final String KINDS =
      String.join(", ", CANCEL, BudgetChange.TOP_UP, BudgetChange.SET_LIMIT, Correction.CONTROL);

  private final Shared shared;
  private final Entrance<ControlEvent> entrance;

  private ProcessorContext<Object, Object> context;
  private Ledger ledger;
  private DeadLetters deadLetters;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  ControlProcessor(Shared shared, Entrance<ControlEvent> entrance) {
    this.shared = shared;
    this.entrance = entrance;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    ledger = new Ledger(shared.definitions(), Stores.budgets(context::getStateStore));
    deadLetters = new DeadLetters(context, shared.metrics());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    entrance.take(record, context, deadLetters).ifPresent(event -> handle(record, event));
  }

  private void handle(Record<byte[], byte[]> record, ControlEvent event) {
    if (event.getTenant().isBlank()) {
      deadLetters.put(record, "tenant_missing", "A control needs a tenant.");
    } else if (BudgetChange.isOne(event)) {
      changeBudget(record, event);
    } else if (event.getKind().equals(Correction.CONTROL)) {
      correct(record, event);
    } else if (!event.getKind().equals(CANCEL)) {
      deadLetters.put(record, "unknown_control", "Kinds of controls: " + KINDS + ".");
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

  private void changeBudget(Record<byte[], byte[]> record, ControlEvent event) {
    BudgetChange.mistake(event)
        .or(() -> unknownRoute(event.getScope(), event.getName()))
        .or(() -> change(BudgetChange.of(event)))
        .ifPresent(why -> deadLetters.put(record, why.code(), why.detail()));
  }

  private Optional<BudgetChange.Mistake> unknownRoute(String scope, String name) {
    boolean unknown =
        scope.equals(BudgetChange.ROUTE)
            && !shared.definitions().current().pipeline().routes().containsKey(name);
    String detail = "The pipeline file has no route " + name + ".";
    return unknown
        ? Optional.of(new BudgetChange.Mistake("unknown_route", detail))
        : Optional.empty();
  }

  /** In force with the next call that asks, and on record among the progress events. */
  private Optional<BudgetChange.Mistake> change(BudgetChange change) {
    long nowMs = context.currentSystemTimeMs();
    Optional<BudgetChange.Mistake> mistake = ledger.change(change, nowMs);
    if (mistake.isEmpty()) {
      byte[] key = RecordKey.ofTenant(change.tenant()).bytes();
      Object told = ProgressEvents.budgetChanged(change, nowMs);
      context.forward(new Record<>(key, told, nowMs), Node.PROGRESS);
    }
    return mistake;
  }

  private void correct(Record<byte[], byte[]> record, ControlEvent event) {
    String currency = shared.definitions().current().pipeline().budgets().currency();
    String scope = event.getRoute().isEmpty() ? BudgetChange.TENANT : BudgetChange.ROUTE;
    Correction.mistake(event, currency)
        .or(() -> unknownRoute(scope, event.getRoute()))
        .or(() -> correct(Correction.of(event), currency))
        .ifPresent(why -> deadLetters.put(record, why.code(), why.detail()));
  }

  /** Booked and told in one transaction, as all that is spent. */
  private Optional<BudgetChange.Mistake> correct(Correction correction, String currency) {
    long nowMs = context.currentSystemTimeMs();
    Optional<BudgetChange.Mistake> mistake = ledger.correct(correction, nowMs);
    if (mistake.isEmpty()) {
      byte[] key = RecordKey.ofTenant(correction.tenant()).bytes();
      Headers headers = Publisher.headers(correction.requestId(), correction.run().value(), "");
      Object told = correction.event(currency, nowMs);
      context.forward(new Record<>(key, told, nowMs, headers), Node.COSTS);
    }
    return mistake;
  }

  private static Optional<RunId> run(ControlEvent event) {
    if (!event.getRequestId().isBlank()) {
      return Optional.of(RunId.of(event.getTenant(), event.getRequestId()));
    }
    return RunId.parse(event.getRunId());
  }
}
