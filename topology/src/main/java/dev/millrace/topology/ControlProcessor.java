// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.ledger.Pot;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.run.RecordKey;
import dev.millrace.run.RunId;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.state.RunStore;
import dev.millrace.state.Stores;
import dev.millrace.wire.BudgetChange;
import dev.millrace.wire.Correction;
import dev.millrace.wire.Permits;
import dev.millrace.wire.ProgressEvents;
import java.util.Map;
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
      String.join(
          ", ",
          CANCEL,
          Permits.CONTINUE,
          Permits.STOP,
          BudgetChange.TOP_UP,
          BudgetChange.SET_LIMIT,
          Correction.CONTROL);

  private final Shared shared;
  private final Entrance<ControlEvent> entrance;

  private ProcessorContext<Object, Object> context;
  private Ledger ledger;
  private RunStore runs;
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
    runs = Stores.runs(context::getStateStore);
    deadLetters = new DeadLetters(context, shared.metrics());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    entrance.take(record, context, deadLetters).ifPresent(event -> handle(record, event));
  }

  private void handle(Record<byte[], byte[]> record, ControlEvent event) {
    if (event.getTenant().isBlank() && !BudgetChange.isOfGroup(event)) {
      deadLetters.put(record, "tenant_missing", "A control needs a tenant.");
    } else if (BudgetChange.isOne(event)) {
      changeBudget(record, event);
    } else if (event.getKind().equals(Correction.CONTROL)) {
      correct(record, event);
    } else if (!event.getKind().equals(CANCEL) && !Permits.isOne(event)) {
      deadLetters.put(record, "unknown_control", "Kinds of controls: " + KINDS + ".");
    } else {
      Optional<RunId> run = run(event);
      if (run.isEmpty()) {
        deadLetters.put(record, "run_missing", "A control names a request_id or a run_id.");
      } else if (isOfAnyShard(event)) {
        String detail = "Of a tenant with shards a control names the request_id and the user.";
        deadLetters.put(record, "run_missing", detail);
      } else if (Permits.isOne(event)) {
        permit(record, event, run.get());
      } else {
        Signal cancel = new Signal.Cancel(run.get(), event.getTenant(), event.getReason());
        context.forward(new Record<>(run.get(), cancel, record.timestamp()), Node.ADVANCE);
      }
    }
  }

  /** Whether nobody can say in which of its tenant's partitions the run is. */
  private boolean isOfAnyShard(ControlEvent event) {
    return event.getRequestId().isBlank()
        && event.getUser().isEmpty()
        && budgets().ofTenant(event.getTenant()).isSplit();
  }

  private Budgets budgets() {
    return shared.definitions().current().pipeline().budgets();
  }

  private void permit(Record<byte[], byte[]> record, ControlEvent event, RunId run) {
    Optional<BudgetChange.Mistake> mistake = Permits.mistake(event, runs.get(run));
    if (mistake.isPresent()) {
      deadLetters.put(record, mistake.get().code(), mistake.get().detail());
      return;
    }
    Signal said =
        event.getKind().equals(Permits.CONTINUE)
            ? new Signal.Permitted(run, Permits.of(event))
            : new Signal.Denied(run, event.getReason());
    context.forward(new Record<>(run, said, record.timestamp()), Node.ADVANCE);
  }

  private void changeBudget(Record<byte[], byte[]> record, ControlEvent event) {
    BudgetChange.mistake(event)
        .or(() -> unknownName(event.getScope(), event.getName()))
        .or(() -> change(BudgetChange.of(event)))
        .ifPresent(why -> deadLetters.put(record, why.code(), why.detail()));
  }

  private Optional<BudgetChange.Mistake> unknownName(String scope, String name) {
    Pipeline pipeline = shared.definitions().current().pipeline();
    return switch (scope) {
      case BudgetChange.ROUTE -> unknown(scope, name, pipeline.routes());
      case BudgetChange.GROUP -> unknown(scope, name, pipeline.budgets().groups());
      default -> Optional.empty();
    };
  }

  private static Optional<BudgetChange.Mistake> unknown(
      String scope, String name, Map<String, ?> known) {
    String detail = "The pipeline file has no " + scope + " " + name + ".";
    return known.containsKey(name)
        ? Optional.empty()
        : Optional.of(new BudgetChange.Mistake("unknown_" + scope, detail));
  }

  /** In force with the next call that asks, and on record among the progress events. */
  private Optional<BudgetChange.Mistake> change(BudgetChange change) {
    long nowMs = context.currentSystemTimeMs();
    Optional<BudgetChange.Mistake> mistake = ledger.change(change, nowMs);
    if (mistake.isEmpty()) {
      String whose = change.isOfGroup() ? change.name() : change.tenant();
      byte[] key = RecordKey.ofTenant(whose).bytes();
      Object told = ProgressEvents.budgetChanged(change, nowMs);
      context.forward(new Record<>(key, told, nowMs), Node.PROGRESS);
      Pot pot = ledger.pot(change);
      if (pot != null) {
        Signal changed = new Signal.LimitsChanged(pot);
        context.forward(new Record<>(changed.run(), changed, nowMs), Node.ADVANCE);
      }
    }
    return mistake;
  }

  private void correct(Record<byte[], byte[]> record, ControlEvent event) {
    String currency = budgets().currency();
    String scope = event.getRoute().isEmpty() ? BudgetChange.TENANT : BudgetChange.ROUTE;
    Correction.mistake(event, currency)
        .or(() -> unknownName(scope, event.getRoute()))
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
