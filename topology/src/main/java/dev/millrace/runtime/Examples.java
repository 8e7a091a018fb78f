// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.call.Outcome;
import dev.millrace.embedding.Embedder;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.route.Example;
import dev.millrace.route.ExampleIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The routes' examples as vectors: each text's made once in a process, whoever has it. */
final class Examples {
  private final Supplier<Embedder> embedder;
  private final Map<String, CompletableFuture<Outcome<float[]>>> vectors =
      new ConcurrentHashMap<>();

  Examples(Supplier<Embedder> embedder) {
    this.embedder = embedder;
  }

  ExampleIndex index(Pipeline pipeline) {
    if (!pipeline.comparesExamples()) {
      return ExampleIndex.EMPTY;
    }
    List<CompletableFuture<Example>> making = new ArrayList<>();
    for (Route route : pipeline.routes().values()) {
      for (String text : route.examples()) {
        making.add(
            vectors
                .computeIfAbsent(text, embedder.get()::embed)
                .thenApply(outcome -> new Example(route.name(), vector(route, outcome))));
      }
    }
    return ExampleIndex.of(making.stream().map(CompletableFuture::join).toList());
  }

  private static float[] vector(Route route, Outcome<float[]> outcome) {
    if (outcome instanceof Outcome.Succeeded<float[]> succeeded) {
      return succeeded.value();
    }
    Outcome.Failed<float[]> failed = (Outcome.Failed<float[]>) outcome;
    throw new IllegalStateException(
        "an example of route " + route.name() + " has no vector: " + failed.failure().detail());
  }
}
