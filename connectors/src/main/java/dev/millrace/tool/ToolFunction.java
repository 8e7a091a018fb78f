// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletionStage;

/**
 * A tool written in Java, found by {@link java.util.ServiceLoader}. It runs off the stream threads,
 * many at once; a tool that blocks holds one thread of the function pool meanwhile.
 */
public interface ToolFunction {

  /** The name a pipeline file refers to: {@code tools.NAME.java}. */
  String name();

  /**
   * Does the work.
   *
   * @param arguments checked against the tool's JSON Schema
   * @return what goes to the model or the plan; a {@link ToolException}, thrown or as the stage's
   *     failure, is an answer the model may read, anything else a bug of the tool
   */
  CompletionStage<JsonNode> call(ObjectNode arguments, ToolRequest request) throws ToolException;
}
