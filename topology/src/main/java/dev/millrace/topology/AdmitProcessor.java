// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definition;
import dev.millrace.engine.Mailbox;
import dev.millrace.ledger.Refusal;
import dev.millrace.prompt.Inquiry;
import dev.millrace.run.Ending;
import dev.millrace.run.RecordKey;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunStatus;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.state.RunStore;
import dev.millrace.state.Stores;
import dev.millrace.wire.ProgressEvents;
import dev.millrace.wire.Requests;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Lets requests in: each once, in its tenant's partition, if it makes sense and its tenant can pay.
 * What was answered before is answered again from memory.
 */
final class AdmitProcessor implements Processor<byte[], byte[], Object, Object> {
  private final Shared shared;
  private final Requests requests;
  private final Definition current;
  private final Entrance<Request> entrance;

  private ProcessorContext<Object, Object> context;
  private RunStore runs;
  private AnsweredRequests answered;
  private Ledger ledger;
  private Mailbox mailbox;
  private Publisher publisher;
  private DeadLetters deadLetters;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  AdmitProcessor(Shared shared, Entrance<Request> entrance) {
    this.shared = shared;
    this.requests = shared.requests();
    this.current = shared.definitions().current();
    this.entrance = entrance;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    runs = Stores.runs(context::getStateStore);
    answered = AnsweredRequests.of(shared, context::getStateStore);
    ledger = new Ledger(shared.definitions(), Stores.budgets(context::getStateStore));
    mailbox = context.getStateStore(Mailbox.NAME);
    publisher = new Publisher(context, shared.metrics(), mailbox.notices());
    deadLetters = new DeadLetters(context, shared.metrics());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    entrance.take(record, context, deadLetters).ifPresent(request -> admit(record, request));
  }

  private void admit(Record<byte[], byte[]> record, Request request) {
    long nowMs = context.currentSystemTimeMs();
    Optional<Ending> mistake = requests.mistake(request, record.value().length, nowMs);
    RecordKey key = keyOf(record, request);
    if (mistake.isPresent()) {
      Result result = current.results().rejected(request, mistake.get(), record.timestamp(), nowMs);
      publish(key, result);
      return;
    }
    admit(requests.facts(request, key, record.timestamp(), nowMs), Requests.inquiry(request));
  }

  private void admit(RunFacts facts, Inquiry inquiry) {
    long nowMs = facts.startedAtMs();
    if (runs.get(facts.id()) != null) {
      return; // Its run is under way; the result will come once, for both.
    }
    Optional<Result> earlier = answered.earlier(facts.id(), nowMs);
    if (earlier.isPresent()) {
      publish(facts.recordKey(), earlier.get());
      return;
    }
    Optional<Result> cached = answered.cached(facts, inquiry, nowMs);
    if (cached.isPresent()) {
      answerFromCache(facts, cached.get(), nowMs);
      return;
    }
    Refusal usedUp = ledger.usedUp(facts, nowMs);
    if (usedUp != null) {
      String word = usedUp.limit().word();
      String detail = usedUp.budget() + " is used up: " + usedUp.limit().key() + ".";
      forward(new Signal.Refused(facts, inquiry, new Ending(RunStatus.REJECTED, word, detail)));
      return;
    }
    publisher.progress(facts, () -> ProgressEvents.admitted(facts, nowMs));
    forward(new Signal.Admitted(facts, inquiry));
  }

  private void answerFromCache(RunFacts facts, Result result, long nowMs) {
    answered.store(facts.id(), result, nowMs);
    if (result.getSavedNanos() > 0) {
      CostEvent saved =
          current.costs().saved(facts, result.getRoute(), result.getSavedNanos(), nowMs);
      publisher.cost(facts, saved);
    }
    publish(facts.recordKey(), result);
  }

  private void publish(RecordKey key, Result result) {
    publisher.result(key, result);
    mailbox.resultWaits();
    forward(new Signal.Published());
  }

  private void forward(Signal signal) {
    context.forward(
        new Record<>(signal.run(), signal, context.currentSystemTimeMs()), Node.ADVANCE);
  }

  private static RecordKey keyOf(Record<byte[], byte[]> record, Request request) {
    byte[] key = record.key();
    return key == null ? RecordKey.ofTenant(request.getTenant()) : RecordKey.of(key);
  }
}
