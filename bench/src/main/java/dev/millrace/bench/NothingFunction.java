// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.tool.ToolFunction;
import dev.millrace.tool.ToolRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A tool that takes no time. Public for {@link java.util.ServiceLoader}. */
public final class NothingFunction implements ToolFunction {
  static final String NAME = "bench-nothing";

  private static final JsonNode ANSWER = JsonNodeFactory.instance.objectNode().put("done", true);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletionStage<JsonNode> call(ObjectNode arguments, ToolRequest request) {
    return CompletableFuture.completedStage(ANSWER);
  }
}
