// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.model.ModelRequest;
import dev.millrace.run.CallId;
import dev.millrace.tool.ToolRequest;

/** One attempt, ready to leave. */
public sealed interface OutboundCall {

  CallId id();

  /**
   * To a model.
   *
   * @param model our name of it
   */
  record ToModel(CallId id, String model, ModelRequest request) implements OutboundCall {}

  /**
   * To a tool.
   *
   * @param tool our name of it
   */
  record ToTool(CallId id, String tool, ToolRequest request) implements OutboundCall {}

  /** To the embedder. */
  record ToEmbedder(CallId id, String text) implements OutboundCall {}
}
