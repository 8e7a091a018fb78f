// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.Scheduler;

/** An answer that is sent in one piece once its last token is out, or what a fault leaves of it. */
record WholeAnswer(Answer answer, Fate fate) {

  void start(Exchange exchange, Scheduler scheduler, long begunNanos, Consumer<String> end) {
    DueTimes due = fate.dueTimes(answer.use().completion());
    long waitNanos = due.end() - (System.nanoTime() - begunNanos);
    if (waitNanos <= 0) {
      send(exchange, end);
    } else {
      scheduler.schedule(() -> send(exchange, end), waitNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void send(Exchange exchange, Consumer<String> end) {
    end.accept(ChatEndpoint.outcome(fate.fault()));
    String body = answer.json().toString();
    if (fate.fault() == Fault.CUT) {
      exchange.begin("application/json");
      exchange.promiseLength(body.getBytes(StandardCharsets.UTF_8).length);
      exchange.write(body.substring(0, body.length() / 2), exchange::breakOff, () -> {});
    } else if (fate.fault() == Fault.GARBAGE) {
      exchange.begin("application/json");
      exchange.finish(body.substring(0, body.length() / 2) + "<html>");
    } else {
      exchange.begin("application/json");
      exchange.finish(body);
    }
  }
}
