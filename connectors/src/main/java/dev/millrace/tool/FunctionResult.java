// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.token.TokenCounter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an outcome of what a function returned or threw. */
final class FunctionResult {
  private static final Logger log = LoggerFactory.getLogger(FunctionToolClient.class);

  private final ToolFunction function;
  private final Pick pick;
  private final int maxResponseBytes;
  private final TokenCounter tokens;

  FunctionResult(ToolFunction function, Pick pick, int maxResponseBytes, TokenCounter tokens) {
    this.function = function;
    this.pick = pick;
    this.maxResponseBytes = maxResponseBytes;
    this.tokens = tokens;
  }

  Outcome<ToolResponse> of(@Nullable JsonNode value, @Nullable Throwable thrown, Timing timing) {
    if (thrown != null || value == null) {
      return Outcome.failed(failure(thrown), timing);
    }
    String content = pick.from(value).toString();
    if (content.getBytes(StandardCharsets.UTF_8).length > maxResponseBytes) {
      String detail = "more than " + maxResponseBytes + " bytes";
      return Outcome.failed(Failure.of(FailureKind.RESPONSE_TOO_LARGE, detail), timing);
    }
    ToolResponse response = new ToolResponse(content, tokens.count(content));
    return new Succeeded<>(response, Usage.NONE, timing);
  }

  /**
   * A tool's own words are for the model; a bug's words may hold anything, so nobody reads them.
   */
  private Failure failure(@Nullable Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof ToolException said) {
      return Failure.of(
          FailureKind.TOOL_ERROR, ToolException.oneLine(String.valueOf(said.getMessage())));
    }
    log.atWarn()
        .addKeyValue("function", function.name())
        .addKeyValue("thrown", cause == null ? "nothing returned" : cause.getClass().getName())
        .log("a tool function failed");
    return Failure.of(FailureKind.TOOL_ERROR, "the tool failed");
  }
}
