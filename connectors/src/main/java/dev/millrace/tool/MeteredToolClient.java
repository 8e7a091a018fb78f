// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.Metering;
import dev.millrace.call.Outcome;
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

  @Override
  public CompletableFuture<Outcome<ToolResponse>> send(ToolRequest request) {
    return Metering.of(
        () -> client.send(request),
        outcome -> metrics.toolAnswered(tool, outcome),
        after -> metrics.toolAbandoned(tool, after));
  }

  @Override
  public void close() {
    client.close();
  }
}
