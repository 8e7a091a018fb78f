// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A tool, measured. */
public final class MeteredToolClient implements ToolClient {
  private final ToolClient client;
  private final String tool;
  private final CallMetrics metrics;

  public MeteredToolClient(ToolClient client, String tool, CallMetrics metrics) {
    this.client = client;
    this.tool = tool;
    this.metrics = metrics;
  }

  /** Returns the client's own future, so that cancelling it still reaches the client. */
  @Override
  public CompletableFuture<Outcome<ToolResponse>> send(ToolRequest request) {
    long startNanos = System.nanoTime();
    CompletableFuture<Outcome<ToolResponse>> future = client.send(request);
    var unused =
        future.whenComplete(
            (outcome, thrown) -> {
              if (thrown == null) {
                metrics.toolAnswered(tool, outcome);
              } else {
                metrics.toolAbandoned(tool, Duration.ofNanos(System.nanoTime() - startNanos));
              }
            });
    return future;
  }

  @Override
  public void close() {
    client.close();
  }
}
