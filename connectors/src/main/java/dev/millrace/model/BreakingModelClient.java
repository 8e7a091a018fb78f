// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.BreakerState;
import dev.millrace.call.CallMetrics;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A provider of models with a circuit breaker for each model. While it is open a call fails at once
 * as {@link FailureKind#CIRCUIT_OPEN}: it is not sent and not billed, and the failure says when the
 * next one is let through.
 */
public final class BreakingModelClient implements ModelClient {
  private final ModelClient client;
  private final String provider;
  private final BreakerSettings settings;
  private final CallMetrics metrics;
  private final LongSupplier nanoTime;
  private final Map<String, Guard> guards = new ConcurrentHashMap<>();

  /** What is kept of a model. */
  private record Guard(Breaker breaker, TimeAllowed times) {}

  /**
   * Breakers before a client.
   *
   * @param nanoTime the time, as {@link System#nanoTime}
   */
  public BreakingModelClient(
      ModelClient client,
      String provider,
      BreakerSettings settings,
      CallMetrics metrics,
      LongSupplier nanoTime) {
    this.client = client;
    this.provider = provider;
    this.settings = settings;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /** Returns the client's own future, so that cancelling it still reaches the client. */
  @Override
  public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request) {
    Guard guard = guards.computeIfAbsent(request.model(), this::guard);
    long nowNanos = nanoTime.getAsLong();
    Breaker.Answer answer = guard.breaker.ask(nowNanos);
    if (answer instanceof Breaker.Wait wait) {
      metrics.modelRefused(provider, request.model());
      return Outcome.failedNow(
          Failure.retryAfter(
              FailureKind.CIRCUIT_OPEN,
              "not sent: too many of the latest calls of this model failed",
              wait.time()));
    }
    Breaker.Go call = (Breaker.Go) answer;
    Duration allowed = request.timeout();
    WatchedCall watched = new WatchedCall(allowed, guard.times.isShort(allowed), nowNanos);
    CompletableFuture<Outcome<ModelResponse>> future = client.send(request);
    var unused =
        future.whenComplete(
            (outcome, thrown) -> {
              long endedAtNanos = nanoTime.getAsLong();
              HealthSign sign = watched.sign(outcome, thrown, endedAtNanos);
              guard.breaker.ended(call, sign, endedAtNanos);
            });
    return future;
  }

  /** A probe is for a call that has no other way. */
  @Override
  public boolean takes(String model) {
    Guard guard = guards.get(model);
    return guard == null || guard.breaker.isClosed();
  }

  private Guard guard(String model) {
    Breaker breaker = new Breaker(settings, state -> metrics.breakerTurned(provider, model, state));
    return new Guard(breaker, new TimeAllowed());
  }

  /** Nobody is kept out any more by a client that is gone, and its metrics say so. */
  @Override
  public void close() {
    client.close();
    guards.keySet().forEach(model -> metrics.breakerTurned(provider, model, BreakerState.CLOSED));
  }
}
