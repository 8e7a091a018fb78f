// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.run.CallResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** A provider in virtual time that serves so many at once and in a minute, and refuses the rest. */
final class LimitedProvider {
  private static final long MINUTE_MS = 60_000;
  private static final long REFUSAL_MS = 20;
  private static final Duration STEP = Duration.ofMillis(25);

  private final PipelineTester pipeline;
  private final int mostAtOnce;
  private final int mostInAMinute;
  private final long tookMs;
  private final Queue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::atMs));
  private final Deque<Long> lastMinute = new ArrayDeque<>();
  private long nowMs;
  private int serving;
  int served;
  int refused;
  int mostServedAtOnce;
  int mostServedInAMinute;

  private record Due(OutboundCall call, Outcome<CallResult> outcome, long atMs) {}

  LimitedProvider(PipelineTester pipeline, int mostAtOnce, int mostInAMinute, long tookMs) {
    this.pipeline = pipeline;
    this.mostAtOnce = mostAtOnce;
    this.mostInAMinute = mostInAMinute;
    this.tookMs = tookMs;
  }

  /** Serves until it has served so many, or the time is up; returns how long that took. */
  long serve(int calls, Duration longest) {
    while (served < calls && nowMs < longest.toMillis()) {
      pipeline.transport.takeAll().forEach(call -> receive((OutboundCall.ToModel) call));
      pipeline.pass(STEP);
      nowMs += STEP.toMillis();
      while (!due.isEmpty() && due.element().atMs <= nowMs) {
        answer(due.remove());
      }
    }
    pipeline.turn();
    return nowMs;
  }

  private void receive(OutboundCall.ToModel call) {
    while (!lastMinute.isEmpty() && lastMinute.element() <= nowMs - MINUTE_MS) {
      lastMinute.remove();
    }
    if (serving >= mostAtOnce || lastMinute.size() >= mostInAMinute) {
      Failure failure = Failure.of(FailureKind.RATE_LIMITED, "too many");
      due.add(new Due(call, Outcome.failed(failure, took(REFUSAL_MS)), nowMs + REFUSAL_MS));
      return;
    }
    serving++;
    lastMinute.add(nowMs);
    mostServedAtOnce = Math.max(mostServedAtOnce, serving);
    mostServedInAMinute = Math.max(mostServedInAMinute, lastMinute.size());
    ModelResponse response =
        new ModelResponse("So.", List.of(), FinishReason.STOP, call.request().model());
    Outcome<CallResult> answer =
        new Outcome.Succeeded<>(
            new CallResult.ModelAnswer(response), Usage.of(20, 10), took(tookMs));
    due.add(new Due(call, answer, nowMs + tookMs));
  }

  private void answer(Due ended) {
    if (ended.outcome instanceof Outcome.Succeeded<CallResult>) {
      serving--;
      served++;
    } else {
      refused++;
    }
    pipeline.transport.end(ended.call, ended.outcome);
  }

  private static Timing took(long ms) {
    return new Timing(Duration.ofMillis(ms), Duration.ofMillis(ms / 2));
  }
}
