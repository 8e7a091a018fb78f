// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A provider's embedder, measured as its models are. */
public final class MeteredEmbedder implements Embedder {
  private final Embedder embedder;
  private final String provider;
  private final String model;
  private final CallMetrics metrics;

  public MeteredEmbedder(Embedder embedder, String provider, String model, CallMetrics metrics) {
    this.embedder = embedder;
    this.provider = provider;
    this.model = model;
    this.metrics = metrics;
  }

  @Override
  public String id() {
    return embedder.id();
  }

  @Override
  public CompletableFuture<Outcome<float[]>> embed(String text) {
    return metered(embedder.embed(text));
  }

  @Override
  public CompletableFuture<Outcome<List<float[]>>> embedAll(List<String> texts) {
    return metered(embedder.embedAll(texts));
  }

  /** Returns the same future, so that cancelling it still reaches the call. */
  private <T> CompletableFuture<Outcome<T>> metered(CompletableFuture<Outcome<T>> future) {
    long startNanos = System.nanoTime();
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
    embedder.close();
  }
}
