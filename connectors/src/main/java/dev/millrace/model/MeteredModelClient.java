// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.Metering;
import dev.millrace.call.Outcome;
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

  @Override
  public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request) {
    String model = request.model();
    return Metering.of(
        () -> client.send(request),
        outcome -> metrics.modelAnswered(provider, model, outcome),
        after -> metrics.modelAbandoned(provider, model, after));
  }

  @Override
  public void close() {
    client.close();
  }
}
