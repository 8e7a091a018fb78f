// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One run of a function, from its place in line to its outcome. */
final class FunctionAttempt {
  private final ToolFunction function;
  private final ObjectNode arguments;
  private final ToolRequest request;
  private final FunctionResult result;
  private final FunctionPool pool;
  private final long startNanos = System.nanoTime();
  private final FutureTask<@Nullable Void> task = new Task();
  private final CompletableFuture<Outcome<ToolResponse>> outcome = new Interrupting();

  FunctionAttempt(
      ToolFunction function,
      ObjectNode arguments,
      ToolRequest request,
      FunctionResult result,
      FunctionPool pool) {
    this.function = function;
    this.arguments = arguments;
    this.request = request;
    this.result = result;
    this.pool = pool;
  }

  CompletableFuture<Outcome<ToolResponse>> start() {
    try {
      Future<?> alarm = pool.after(request.timeout(), this::giveUp);
      var unused = outcome.whenComplete((ended, thrown) -> alarm.cancel(false));
      pool.run(task);
    } catch (RejectedExecutionException e) {
      Failure failure = Failure.of(FailureKind.OVERLOADED, "too many tool functions at once");
      outcome.complete(Outcome.failed(failure, timing()));
    }
    return outcome;
  }

  private void call() {
    try {
      var unused = function.call(arguments, request).whenComplete(this::end);
    } catch (Throwable thrown) {
      end(null, thrown);
    }
  }

  private void end(@Nullable JsonNode value, @Nullable Throwable thrown) {
    if (outcome.isDone()) {
      return;
    }
    try {
      outcome.complete(result.of(value, thrown, timing()));
    } catch (RuntimeException | Error bug) {
      outcome.completeExceptionally(bug);
    }
  }

  private void giveUp() {
    Failure failure = Failure.of(FailureKind.TIMEOUT, "no answer");
    if (outcome.complete(Outcome.failed(failure, timing()))) {
      stop();
    }
  }

  private void stop() {
    pool.forget(task);
    task.cancel(true);
  }

  private Timing timing() {
    return new Timing(Duration.ofNanos(System.nanoTime() - startNanos), null);
  }

  /** Stops the function when the outcome is cancelled. */
  private final class Interrupting extends CompletableFuture<Outcome<ToolResponse>> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        stop();
      }
      return cancelled;
    }
  }

  /** Ends the outcome of what a closing pool takes out of the line. */
  private final class Task extends FutureTask<@Nullable Void> {
    Task() {
      super(FunctionAttempt.this::call, null);
    }

    @Override
    protected void done() {
      if (isCancelled()) {
        Failure failure = Failure.of(FailureKind.CANCELLED, "the pool was closed");
        outcome.complete(Outcome.failed(failure, timing()));
      }
    }
  }
}
