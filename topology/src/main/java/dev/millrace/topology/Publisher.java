// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.engine.Notices;
import dev.millrace.run.RecordKey;
import dev.millrace.run.RunFacts;
import dev.millrace.schemas.CallRecord;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Escalation;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Result;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Puts out what others read: under the request record's key, with request and run id as headers, so
 * that any client can correlate without decoding.
 */
final class Publisher {
  static final String REQUEST_ID = "request_id";
  static final String RUN_ID = "run_id";
  static final String TRACE_PARENT = "traceparent";

  private final ProcessorContext<Object, Object> context;
  private final RunMetrics metrics;
  private final Notices notices;

  Publisher(ProcessorContext<Object, Object> context, RunMetrics metrics, Notices notices) {
    this.context = context;
    this.metrics = metrics;
    this.notices = notices;
  }

  void result(RecordKey key, Result result) {
    metrics.published(result);
    Headers headers = headers(result.getRequestId(), result.getRunId(), result.getTraceParent());
    send(key, result, result.getEndedAtMs(), headers, Node.RESULTS);
  }

  void cost(RunFacts facts, CostEvent event) {
    send(facts.recordKey(), event, event.getAtMs(), headers(facts), Node.COSTS);
  }

  /** Tells at the next commit where a run is, if nothing later is to be told of it by then. */
  void progress(RunFacts facts, Supplier<ProgressEvent> latest) {
    notices.put(facts.id(), () -> publish(facts, latest.get()));
  }

  /** Tells at the next commit what is not to be lost behind where the run is by then. */
  void alarm(RunFacts facts, ProgressEvent event) {
    notices.alarm(() -> publish(facts, event));
  }

  private void publish(RunFacts facts, ProgressEvent event) {
    send(facts.recordKey(), event, event.getAtMs(), headers(facts), Node.PROGRESS);
  }

  void call(RunFacts facts, CallRecord call) {
    send(facts.recordKey(), call, call.getEndedAtMs(), headers(facts), Node.CALLS);
  }

  void escalation(RunFacts facts, Escalation event) {
    metrics.escalated(event.getReason());
    send(facts.recordKey(), event, event.getAtMs(), headers(facts), Node.ESCALATIONS);
  }

  private void send(RecordKey key, Object value, long atMs, Headers headers, String sink) {
    context.forward(new Record<>(key.bytes(), value, atMs, headers), sink);
  }

  private static Headers headers(RunFacts facts) {
    return headers(facts.requestId(), facts.id().value(), facts.traceParent());
  }

  static Headers headers(String requestId, String runId, String traceParent) {
    Headers headers = new RecordHeaders();
    headers.add(REQUEST_ID, requestId.getBytes(StandardCharsets.UTF_8));
    headers.add(RUN_ID, runId.getBytes(StandardCharsets.UTF_8));
    if (!traceParent.isEmpty()) {
      headers.add(TRACE_PARENT, traceParent.getBytes(StandardCharsets.UTF_8));
    }
    return headers;
  }
}
