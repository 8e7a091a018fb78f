// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.Outcome;
import java.util.concurrent.CompletableFuture;

/** A provider of models. One call of {@link #send} is one attempt: nobody retries in here. */
public interface ModelClient extends AutoCloseable {

  /**
   * Starts an attempt and returns at once. The future completes on a thread of the client;
   * cancelling it cancels the attempt. Failures are values: see {@link Outcome}.
   */
  CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request);

  /** Whether attempts at this model are made; false while a breaker keeps them back. */
  default boolean takes(String model) {
    return true;
  }

  @Override
  void close();
}
