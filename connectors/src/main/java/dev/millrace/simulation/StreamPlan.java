// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import dev.millrace.simulation.StreamedAnswer.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** The events of a streamed answer as they are to be sent: all of them, or what a fault leaves. */
record StreamPlan(List<Event> events, DueTimes due, boolean breaksOff, String outcome) {

  private static final int TOKENS_PER_INSTANT_CHUNK = 16;

  static StreamPlan of(Answer answer, ChatRequest request, Fate fate, Behaviour behaviour) {
    boolean instant = fate.perToken().equals(Distribution.ZERO);
    int tokensPerChunk = instant ? TOKENS_PER_INSTANT_CHUNK : 1;
    List<Event> all = StreamedAnswer.of(answer, request.includeUsage(), tokensPerChunk);
    return new StreamPlan(
        left(all, fate.fault(), behaviour.cutAfterChunks()),
        fate.dueTimes(instant ? 0 : answer.use().completion()),
        fate.fault() == Fault.CUT,
        ChatEndpoint.outcome(fate.fault()));
  }

  /** How many tokens of output it says. */
  int tokens() {
    return events.isEmpty() ? 0 : events.get(events.size() - 1).token();
  }

  void start(Exchange exchange, Scheduler scheduler, long begunNanos, Consumer<String> end) {
    new PacedStream(
            exchange,
            scheduler,
            events,
            due,
            begunNanos,
            () -> end.accept(outcome),
            () -> end.accept("abandoned"),
            breaksOff)
        .start();
  }

  /** A fault strikes before the end, however short the answer is. */
  private static List<Event> left(List<Event> all, @Nullable Fault fault, int chunks) {
    if (fault == null || fault == Fault.SLOW) {
      return all;
    }
    int kept = Math.min(chunks, all.size() - 2);
    List<Event> left = new ArrayList<>(all.subList(0, kept));
    int token = kept == 0 ? 0 : left.get(kept - 1).token();
    if (fault == Fault.GARBAGE) {
      left.add(new Event("data: {\"id\":\"chatcmpl-\",\"choices\":[{\"delta\":\n\n", token));
    } else if (fault == Fault.STREAM_ERROR) {
      left.add(new Event("data: " + ApiError.inStream().json() + "\n\n", token));
    }
    return left;
  }
}
