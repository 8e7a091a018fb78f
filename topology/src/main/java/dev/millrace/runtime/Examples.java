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
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The routes' examples as vectors: each text's made once in a process, whoever has it. */
final class Examples {
  private final Map<Key, float[]> vectors = new ConcurrentHashMap<>();

  /** Vectors of several embedders cannot be compared. */
  private record Key(String embedder, String text) {}

  /**
   * The examples of a pipeline; waits for those that have no vector yet.
   *
   * @throws IllegalStateException if one gets none
   */
  ExampleIndex index(Pipeline pipeline, Supplier<Embedder> ofPipeline) {
    if (!pipeline.comparesExamples()) {
      return ExampleIndex.EMPTY;
    }
    Embedder embedder = ofPipeline.get();
    make(pipeline, embedder);
    List<Example> examples = new ArrayList<>();
    for (Route route : pipeline.routes().values()) {
      for (String text : route.examples()) {
        float[] vector = vectors.get(new Key(embedder.id(), text));
        examples.add(new Example(route.name(), Objects.requireNonNull(vector)));
      }
    }
    return ExampleIndex.of(examples);
  }

  private void make(Pipeline pipeline, Embedder embedder) {
    List<String> missing =
        pipeline.routes().values().stream()
            .flatMap(route -> route.examples().stream())
            .distinct()
            .filter(text -> !vectors.containsKey(new Key(embedder.id(), text)))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    Outcome<List<float[]>> made = embedder.embedAll(missing).join();
    if (made instanceof Outcome.Failed<List<float[]>> failed) {
      throw new IllegalStateException(
          "the routes' examples have no vectors: " + failed.failure().detail());
    }
    List<float[]> values = ((Outcome.Succeeded<List<float[]>>) made).value();
    for (int i = 0; i < missing.size(); i++) {
      vectors.put(new Key(embedder.id(), missing.get(i)), values.get(i));
    }
  }
}
