// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A provider of models, measured. */
public final class MeteredModelClient implements ModelClient {
  private final ModelClient client;
  private final String provider;
  private final CallMetrics metrics;

  public MeteredModelClient(ModelClient client, String provider, CallMetrics metrics) {
    this.client = client;
    this.provider = provider;
    this.metrics = metrics;
  }

  /** Returns the client's own future, so that cancelling it still reaches the client. */
  @Override
  public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request) {
    long startNanos = System.nanoTime();
    String model = request.model();
    CompletableFuture<Outcome<ModelResponse>> future = client.send(request);
    var unused =
        future.whenComplete(
            (outcome, thrown) -> {
              if (thrown == null) {
                metrics.modelAnswered(provider, model, outcome);
              } else {
                Duration after = Duration.ofNanos(System.nanoTime() - startNanos);
                metrics.modelAbandoned(provider, model, after);
              }
            });
    return future;
  }

  @Override
  public void close() {
    client.close();
  }
}
