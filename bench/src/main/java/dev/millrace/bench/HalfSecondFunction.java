// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.tool.ToolFunction;
import dev.millrace.tool.ToolRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A tool that takes 500 ms and holds no thread meanwhile. Public for {@link
 * java.util.ServiceLoader}.
 */
public final class HalfSecondFunction implements ToolFunction {
  static final String NAME = "bench-half-second";

  private static final long TAKES_MS = 500;

  /** How long a run takes if only its calls take time. */
  static final Duration RUN = Duration.ofMillis(TAKES_MS * BlockingCalls.A_RUN);

  private static final JsonNode ANSWER = JsonNodeFactory.instance.objectNode().put("done", true);
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(TAKES_MS, TimeUnit.MILLISECONDS);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletionStage<JsonNode> call(ObjectNode arguments, ToolRequest request) {
    return CompletableFuture.supplyAsync(() -> ANSWER, LATER);
  }
}
