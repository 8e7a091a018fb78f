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
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One run of a function, from its place in line to its outcome. */
final class FunctionAttempt implements FunctionPool.Watched {
  private final ToolFunction function;
  private final ToolRequest request;
  private final FunctionResult result;
  private final FunctionPool pool;
  private final long startNanos = System.nanoTime();
  private final FutureTask<@Nullable Void> task = new FutureTask<>(this::call, null);
  private final CompletableFuture<Outcome<ToolResponse>> outcome = new Interrupting();

  FunctionAttempt(
      ToolFunction function, ToolRequest request, FunctionResult result, FunctionPool pool) {
    this.function = function;
    this.request = request;
    this.result = result;
    this.pool = pool;
  }

  CompletableFuture<Outcome<ToolResponse>> start() {
    try {
      pool.run(task, this);
    } catch (RejectedExecutionException e) {
      fail(FailureKind.OVERLOADED, "too many tool functions at once");
    }
    return outcome;
  }

  private void call() {
    ObjectNode arguments = ToolJson.arguments(request.arguments());
    if (arguments == null) {
      fail(FailureKind.INVALID_ARGUMENTS, "the arguments are no JSON object");
      return;
    }
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
    pool.ended(this);
    try {
      outcome.complete(result.of(value, thrown, timing()));
    } catch (RuntimeException | Error bug) {
      outcome.completeExceptionally(bug);
    }
  }

  private boolean fail(FailureKind kind, String detail) {
    pool.ended(this);
    return outcome.complete(Outcome.failed(Failure.of(kind, detail), timing()));
  }

  @Override
  public long lateAtNanos() {
    return startNanos + request.timeout().toNanos();
  }

  @Override
  public void giveUp() {
    if (fail(FailureKind.TIMEOUT, "no answer")) {
      task.cancel(true);
    }
  }

  @Override
  public void close() {
    if (fail(FailureKind.CANCELLED, "the pool was closed")) {
      task.cancel(true);
    }
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
        pool.ended(FunctionAttempt.this);
        task.cancel(true);
      }
      return cancelled;
    }
  }
}
