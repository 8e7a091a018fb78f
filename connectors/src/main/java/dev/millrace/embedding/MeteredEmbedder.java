// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.Metering;
import dev.millrace.call.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

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
    return metered(() -> embedder.embed(text));
  }

  @Override
  public CompletableFuture<Outcome<List<float[]>>> embedAll(List<String> texts) {
    return metered(() -> embedder.embedAll(texts));
  }

  private <T> CompletableFuture<Outcome<T>> metered(
      Supplier<CompletableFuture<Outcome<T>>> attempt) {
    return Metering.of(
        attempt,
        outcome -> metrics.modelAnswered(provider, model, outcome),
        after -> metrics.modelAbandoned(provider, model, after));
  }

  @Override
  public void close() {
    embedder.close();
  }
}
