// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.Metering;
import dev.millrace.call.Outcome;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;

/** One of several servers that serve the same models, counted by itself. */
public final class MeteredReplica implements ModelClient {
  private final ModelClient client;
  private final String provider;
  private final String replica;
  private final CallMetrics metrics;

  /**
   * A client whose attempts are counted.
   *
   * @param url of the server; user and query are not told, since they may hold a secret
   */
  public MeteredReplica(ModelClient client, String provider, String url, CallMetrics metrics) {
    this.client = client;
    this.provider = provider;
    this.replica = nameOf(HttpUrl.get(url));
    this.metrics = metrics;
  }

  private static String nameOf(HttpUrl url) {
    String path = url.encodedPath().equals("/") ? "" : url.encodedPath();
    String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    return host + ":" + url.port() + path;
  }

  @Override
  public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request) {
    String model = request.model();
    return Metering.of(
        () -> client.send(request),
        outcome -> metrics.replicaAnswered(provider, model, replica, outcome),
        after -> metrics.replicaAbandoned(provider, model, replica));
  }

  @Override
  public void close() {
    client.close();
  }
}
