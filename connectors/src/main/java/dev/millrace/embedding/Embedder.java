// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import dev.millrace.call.Outcome;
import java.util.concurrent.CompletableFuture;

/** Turns texts into vectors of unit length. */
public interface Embedder extends AutoCloseable {

  /** Names model and version: part of every key that holds a vector. */
  String id();

  int dimensions();

  /** Starts an embedding and returns at once; cancelling the future drops it from the queue. */
  CompletableFuture<Outcome<float[]>> embed(String text);

  @Override
  void close();
}
