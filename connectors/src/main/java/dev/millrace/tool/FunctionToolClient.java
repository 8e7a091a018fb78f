// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import dev.millrace.call.Outcome;
import dev.millrace.token.TokenCounter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A tool written in Java. It runs on a pool of its own kind; one that goes on after its time is
 * interrupted, and holds its thread for as long as it does not listen.
 */
public final class FunctionToolClient implements ToolClient {
  private final ToolFunction function;
  private final FunctionPool pool;
  private final FunctionResult result;

  /**
   * A client of one function.
   *
   * @param pool shared by functions; closed by whoever made it
   * @param pick result field to JSON pointer into what the function returns; empty picks everything
   * @param tokens counts what results take of a prompt
   */
  public FunctionToolClient(
      ToolFunction function,
      FunctionPool pool,
      Map<String, String> pick,
      int maxResponseBytes,
      TokenCounter tokens) {
    this.function = function;
    this.pool = pool;
    this.result = new FunctionResult(function, new Pick(pick), maxResponseBytes, tokens);
  }

  @Override
  public CompletableFuture<Outcome<ToolResponse>> send(ToolRequest request) {
    return new FunctionAttempt(function, request, result, pool).start();
  }

  @Override
  public void close() {}
}
