// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import dev.millrace.call.Outcome;
import dev.millrace.call.WellFormed;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Turns texts into vectors of unit length. */
public interface Embedder extends AutoCloseable {
  /** Models take some hundred or thousand tokens at a time. */
  int MAX_CHARS = 4_096;

  /** Longer texts are known by their beginning. */
  static String beginning(String text) {
    return text.length() <= MAX_CHARS ? text : WellFormed.of(text.substring(0, MAX_CHARS));
  }

  /** Names model and version: part of every key that holds a vector. */
  String id();

  /** Starts an embedding and returns at once; cancelling the future drops it from the queue. */
  CompletableFuture<Outcome<float[]>> embed(String text);

  /** Starts to embed many texts; the vectors come in their order, all of them or none. */
  default CompletableFuture<Outcome<List<float[]>>> embedAll(List<String> texts) {
    return Outcomes.all(texts.stream().map(this::embed).toList());
  }

  @Override
  void close();
}
