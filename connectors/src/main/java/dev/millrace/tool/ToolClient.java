// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import dev.millrace.call.Outcome;
import java.util.concurrent.CompletableFuture;

/** One tool. One call of {@link #send} is one attempt: nobody retries in here. */
public interface ToolClient extends AutoCloseable {

  /**
   * Starts an attempt and returns at once. The future completes on a thread of the client;
   * cancelling it cancels the attempt where that is possible. Failures are values: see {@link
   * Outcome}.
   */
  CompletableFuture<Outcome<ToolResponse>> send(ToolRequest request);

  @Override
  void close();
}
