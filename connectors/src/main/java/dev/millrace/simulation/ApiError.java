// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error as OpenAI's API tells it. */
record ApiError(
    int status,
    String type,
    @Nullable String code,
    @Nullable String param,
    String message,
    Map<String, String> headers) {

  static ApiError invalid(String message, @Nullable String param) {
    return new ApiError(400, "invalid_request_error", null, param, message, Map.of());
  }

  static ApiError unauthorized() {
    String message = "Incorrect API key provided.";
    return new ApiError(401, "invalid_request_error", "invalid_api_key", null, message, Map.of());
  }

  static ApiError unknownModel(String model) {
    String message = "The model `" + model + "` does not exist or you do not have access to it.";
    return new ApiError(
        404, "invalid_request_error", "model_not_found", "model", message, Map.of());
  }

  static ApiError notFound(String method, String path) {
    String message = "Invalid URL (" + method + " " + path + ")";
    return new ApiError(404, "invalid_request_error", "unknown_url", null, message, Map.of());
  }

  static ApiError tooLarge(long maxBytes) {
    String message = "The request is larger than " + maxBytes + " bytes.";
    return new ApiError(413, "invalid_request_error", "request_too_large", null, message, Map.of());
  }

  /** The response that a fault gives in place of an answer; null if it answers with 200. */
  static @Nullable ApiError of(Fault fault, Behaviour behaviour) {
    return switch (fault) {
      case RATE_LIMITED -> rateLimited(behaviour.retryAfterMs());
      case QUOTA ->
          new ApiError(
              429,
              "insufficient_quota",
              "insufficient_quota",
              null,
              "You exceeded your current quota. (simulated)",
              Map.of());
      case BAD_REQUEST -> invalid("This request is refused. (simulated)", null);
      case SERVER_ERROR -> server(500, "server_error", "The server had an error. (simulated)");
      case UNAVAILABLE -> server(503, "server_error", "The engine is overloaded. (simulated)");
      case OVERLOADED -> server(529, "overloaded_error", "Overloaded. (simulated)");
      default -> null;
    };
  }

  static ApiError inStream() {
    return server(500, "server_error", "The server had an error while answering. (simulated)");
  }

  static ApiError tooMany(String message, Map<String, String> headers) {
    return new ApiError(429, "requests", "rate_limit_exceeded", null, message, headers);
  }

  private static ApiError server(int status, String type, String message) {
    return new ApiError(status, type, null, null, message, Map.of());
  }

  private static ApiError rateLimited(long retryAfterMs) {
    String seconds = String.valueOf((retryAfterMs + 999) / 1_000);
    Map<String, String> headers =
        Map.of(
            "retry-after",
            seconds,
            "retry-after-ms",
            String.valueOf(retryAfterMs),
            "x-ratelimit-limit-requests",
            "500",
            "x-ratelimit-remaining-requests",
            "0",
            "x-ratelimit-reset-requests",
            retryAfterMs + "ms",
            "x-ratelimit-limit-tokens",
            "200000",
            "x-ratelimit-remaining-tokens",
            "0",
            "x-ratelimit-reset-tokens",
            retryAfterMs + "ms");
    return new ApiError(
        429, "requests", "rate_limit_exceeded", null, "Rate limit reached. (simulated)", headers);
  }

  ObjectNode json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", param)
        .put("code", code);
    return body;
  }
}
