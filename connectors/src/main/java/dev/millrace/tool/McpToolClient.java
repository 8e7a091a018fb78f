// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.mcp.McpAnswer;
import dev.millrace.mcp.McpCall;
import dev.millrace.mcp.McpServer;
import dev.millrace.token.TokenCounter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * A tool of an MCP server. Each attempt carries the call's id, as {@code Idempotency-Key} over HTTP
 * and among the call's metadata always.
 */
public final class McpToolClient implements ToolClient {
  private final McpServer server;
  private final McpToolSettings settings;
  private final Pick pick;
  private final TokenCounter tokens;
  private final Runnable closer;

  /**
   * A client of one tool.
   *
   * @param server shared by its tools
   * @param closer gives the server back
   * @param tokens counts what results take of a prompt
   */
  public McpToolClient(
      McpServer server, McpToolSettings settings, TokenCounter tokens, Runnable closer) {
    this.server = server;
    this.settings = settings;
    this.pick = new Pick(settings.pick());
    this.tokens = tokens;
    this.closer = closer;
    if (!settings.pin().isEmpty()) {
      server.expect(settings.tool(), settings.pin());
    }
  }

  @Override
  public CompletableFuture<Outcome<ToolResponse>> send(ToolRequest request) {
    ObjectNode arguments = ToolJson.arguments(request.arguments());
    if (arguments == null) {
      String detail = "the arguments are no JSON object";
      return Outcome.failedNow(Failure.of(FailureKind.INVALID_ARGUMENTS, detail));
    }
    McpCall call =
        new McpCall(
            request.callId(),
            settings.tool(),
            arguments,
            request.timeout(),
            !settings.atMostOnce());
    return server.call(call, this::outcome);
  }

  private Outcome<ToolResponse> outcome(McpAnswer answer, Timing timing) {
    if (answer.isError()) {
      return Outcome.failed(
          Failure.of(FailureKind.TOOL_ERROR, ToolException.oneLine(answer.text())), timing);
    }
    String content;
    try {
      content =
          answer.structured() == null
              ? pick.from(answer.text())
              : pick.from(answer.structured()).toString();
    } catch (JsonProcessingException e) {
      Failure failure = Failure.of(FailureKind.MALFORMED_RESPONSE, "the tool answered no JSON");
      return Outcome.failed(failure, timing);
    }
    if (content.getBytes(StandardCharsets.UTF_8).length > settings.maxResponseBytes()) {
      String detail = "more than " + settings.maxResponseBytes() + " bytes";
      return Outcome.failed(Failure.of(FailureKind.RESPONSE_TOO_LARGE, detail), timing);
    }
    ToolResponse response = new ToolResponse(content, tokens.count(content));
    return new Succeeded<>(response, Usage.NONE, timing);
  }

  @Override
  public void close() {
    closer.run();
  }
}
