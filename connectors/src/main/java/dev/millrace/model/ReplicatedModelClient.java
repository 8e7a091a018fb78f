// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.Outcome;
import dev.millrace.call.Relay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Several servers that serve the same models, as one: prompts that begin alike go to the same,
 * whose cache knows them. One call is one attempt at one of them.
 */
public final class ReplicatedModelClient implements ModelClient {
  private final List<ModelClient> clients = new ArrayList<>();
  private final Replicas replicas;
  private final LongSupplier nanoTime;

  /**
   * A client of all of them.
   *
   * @param urls that tell them apart
   * @param client makes the client of one
   * @param out how long one that cannot be reached is passed over
   * @param nanoTime the time, as {@link System#nanoTime}
   */
  public ReplicatedModelClient(
      List<String> urls,
      Function<String, ModelClient> client,
      Duration out,
      LongSupplier nanoTime) {
    this.replicas = new Replicas(urls, out);
    this.nanoTime = nanoTime;
    urls.forEach(url -> clients.add(client.apply(url)));
  }

  /** An answer is told once it has been counted: who asks again at once finds the server free. */
  @Override
  public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request) {
    String callId = request.callId();
    int at = replicas.choose(PromptPrefix.of(request), callId, nanoTime.getAsLong());
    CompletableFuture<Outcome<ModelResponse>> attempt = clients.get(at).send(request);
    return Relay.after(
        attempt, (outcome, thrown) -> replicas.ended(at, callId, outcome, nanoTime.getAsLong()));
  }

  @Override
  public void close() {
    clients.forEach(ModelClient::close);
  }
}
