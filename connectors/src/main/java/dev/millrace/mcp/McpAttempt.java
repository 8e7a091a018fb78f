// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One call as a future outcome, from the wait for a session to the answer. */
final class McpAttempt<T> {
  private final McpCall call;
  private final BiFunction<McpAnswer, Timing, Outcome<T>> reader;
  private final Flight flight;
  private final long startNanos = System.nanoTime();
  private final CompletableFuture<Outcome<T>> future = new CompletableFuture<>();

  McpAttempt(McpCall call, BiFunction<McpAnswer, Timing, Outcome<T>> reader) {
    this.call = call;
    this.reader = reader;
    this.flight = new Flight(call.callId(), call.mayRepeat(), call.timeout());
  }

  CompletableFuture<Outcome<T>> start(CompletableFuture<McpConnection> connection) {
    Failure late = Failure.of(FailureKind.TIMEOUT, "no answer");
    Outcome<T> timedOut = Outcome.failed(late, new Timing(call.timeout(), null));
    long withinMs = call.timeout().toMillis();
    CompletableFuture<?> unused =
        future
            .completeOnTimeout(timedOut, withinMs, TimeUnit.MILLISECONDS)
            .whenComplete((outcome, thrown) -> flight.giveUp());
    CompletableFuture<?> unusedToo = connection.whenComplete(this::send);
    return future;
  }

  private void send(@Nullable McpConnection connection, @Nullable Throwable thrown) {
    if (connection == null) {
      fail(thrown == null ? new IllegalStateException() : thrown);
    } else if (!future.isDone()) {
      var unused = connection.call(call, flight).subscribe(this::succeed, this::fail);
    }
  }

  private void succeed(McpAnswer answer) {
    flight.onGivenUp(() -> {});
    future.complete(reader.apply(answer, timing()));
  }

  private void fail(Throwable thrown) {
    flight.onGivenUp(() -> {});
    future.complete(Outcome.failed(McpFailures.of(thrown), timing()));
  }

  private Timing timing() {
    return new Timing(Duration.ofNanos(System.nanoTime() - startNanos), null);
  }
}
