// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Relay;
import dev.millrace.embedding.EmbeddingRequest.Encoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A provider's model. What many texts want is asked for in batches. */
public final class RemoteEmbedder implements Embedder {
  private static final int BATCH = 64;

  private final OpenAiEmbeddings client;
  private final String provider;
  private final String model;
  private final @Nullable Integer dimensions;
  private final Duration timeout;

  /**
   * @param client closed with this
   * @param provider its address, part of the id
   * @param dimensions of each vector; null for the model's own
   * @param timeout of one attempt
   */
  public RemoteEmbedder(
      OpenAiEmbeddings client,
      String provider,
      String model,
      @Nullable Integer dimensions,
      Duration timeout) {
    this.client = client;
    this.provider = provider;
    this.model = model;
    this.dimensions = dimensions;
    this.timeout = timeout;
  }

  @Override
  public String id() {
    return provider + "/" + model + (dimensions == null ? "" : "/" + dimensions);
  }

  @Override
  public CompletableFuture<Outcome<float[]>> embed(String text) {
    if (text.isBlank()) {
      return Outcome.failedNow(Failure.of(FailureKind.INVALID_REQUEST, "no text to embed"));
    }
    return Relay.of(client.send(request(List.of(text))), vectors -> unit(vectors).get(0));
  }

  @Override
  public CompletableFuture<Outcome<List<float[]>>> embedAll(List<String> texts) {
    List<CompletableFuture<Outcome<List<float[]>>>> batches = new ArrayList<>();
    for (int i = 0; i < texts.size(); i += BATCH) {
      List<String> batch = texts.subList(i, Math.min(texts.size(), i + BATCH));
      batches.add(Relay.of(client.send(request(batch)), RemoteEmbedder::unit));
    }
    return Relay.of(Outcomes.all(batches), lists -> lists.stream().flatMap(List::stream).toList());
  }

  private EmbeddingRequest request(List<String> texts) {
    List<String> beginnings = texts.stream().map(Embedder::beginning).toList();
    return new EmbeddingRequest(model, beginnings, dimensions, Encoding.FLOAT, timeout);
  }

  private static List<float[]> unit(EmbeddingResponse response) {
    return response.vectors().stream().map(Vectors::normalize).toList();
  }

  @Override
  public void close() {
    client.close();
  }
}
