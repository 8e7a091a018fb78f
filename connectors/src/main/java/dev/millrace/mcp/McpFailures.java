// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a call, from what the SDK or a server says of it. */
final class McpFailures {
  private static final int MAX_DETAIL_CHARS = 400;

  private McpFailures() {}

  static Failure of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Failure known = known(cause);
      if (known != null) {
        return known;
      }
    }
    return Failure.of(FailureKind.MALFORMED_RESPONSE, "the server answered what is no answer");
  }

  /** The same of a session that did not come about: no call is to blame for it. */
  static Failure ofSession(Throwable thrown) {
    Failure failure = of(thrown);
    FailureKind kind =
        switch (failure.kind()) {
          case TIMEOUT, CUT_STREAM -> FailureKind.CONNECTION;
          case INVALID_ARGUMENTS, TOOL_ERROR, UNKNOWN_TOOL -> FailureKind.INVALID_REQUEST;
          default -> failure.kind();
        };
    return new Failure(kind, "no session: " + failure.detail(), failure.retryAfter());
  }

  private static @Nullable Failure known(Throwable cause) {
    if (cause instanceof McpFailureException ours) {
      return ours.failure();
    }
    if (cause instanceof McpError said && said.getJsonRpcError() != null) {
      return said(said.getJsonRpcError());
    }
    if (cause instanceof IllegalStateException) {
      return Failure.of(FailureKind.UNKNOWN_TOOL, "the server offers no tools");
    }
    if (cause instanceof TimeoutException) {
      return Failure.of(FailureKind.CONNECTION, "none in time");
    }
    return cause instanceof CancellationException
        ? Failure.of(FailureKind.CANCELLED, "cancelled")
        : null;
  }

  /** A server's own no. Its words are for the model, as those of a tool are. */
  private static Failure said(JSONRPCError error) {
    String words = oneLine(String.valueOf(error.message()));
    int code = error.code() == null ? 0 : error.code();
    boolean unknown =
        code == ErrorCodes.METHOD_NOT_FOUND
            || words.toLowerCase(Locale.ROOT).matches(".*(unknown tool|tool .*not found).*");
    if (unknown) {
      return Failure.of(FailureKind.UNKNOWN_TOOL, words);
    }
    return switch (code) {
      case ErrorCodes.INVALID_PARAMS -> Failure.of(FailureKind.INVALID_ARGUMENTS, words);
      case ErrorCodes.INVALID_REQUEST, ErrorCodes.PARSE_ERROR ->
          Failure.of(FailureKind.INVALID_REQUEST, words);
      case ErrorCodes.INTERNAL_ERROR -> Failure.of(FailureKind.SERVER_ERROR, words);
      default -> Failure.of(FailureKind.TOOL_ERROR, words);
    };
  }

  private static String oneLine(String words) {
    String line = words.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_DETAIL_CHARS ? line : line.substring(0, MAX_DETAIL_CHARS) + "...";
  }
}
