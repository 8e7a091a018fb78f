// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.FailureKind;
import dev.millrace.model.ErrorKinds;
import dev.millrace.model.ProviderError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the kind of an error by its type, which says more than the status. What is wrong with a
 * request only its message says, which is never passed on: it may repeat the prompt.
 */
final class MessageErrors {
  private static final int OK = 200;
  private static final int UNKNOWN_ERROR = 500;
  private static final int BAD_REQUEST = 400;

  private static final Map<String, FailureKind> KINDS =
      Map.of(
          "authentication_error", FailureKind.UNAUTHORIZED,
          "permission_error", FailureKind.UNAUTHORIZED,
          "billing_error", FailureKind.QUOTA_EXHAUSTED,
          "not_found_error", FailureKind.UNKNOWN_MODEL,
          "request_too_large", FailureKind.REQUEST_TOO_LARGE,
          "rate_limit_error", FailureKind.RATE_LIMITED,
          "timeout_error", FailureKind.TIMEOUT,
          "api_error", FailureKind.SERVER_ERROR,
          "overloaded_error", FailureKind.OVERLOADED);

  private MessageErrors() {}

  /** The error in an answer or event, or null if it is none. */
  static @Nullable JsonNode errorIn(JsonNode body) {
    JsonNode error = body.path("error");
    if (error.isObject() || error.isTextual()) {
      return error;
    }
    return body.path("type").asText("").equals("error") ? body : null;
  }

  static ProviderError read(int status, JsonNode error) {
    String type = error.path("type").asText("");
    String message = error.path("message").asText("");
    FailureKind kind = kind(status, type, message);
    return new ProviderError(kind, List.of(type), ErrorKinds.retryAfter(message));
  }

  private static FailureKind kind(int status, String type, String message) {
    FailureKind byType = KINDS.get(type);
    if (byType != null) {
      return byType;
    }
    boolean inside = status == OK;
    boolean refused = inside ? type.equals("invalid_request_error") : status == BAD_REQUEST;
    return refused ? ofRefused(message) : ErrorKinds.ofStatus(inside ? UNKNOWN_ERROR : status);
  }

  private static FailureKind ofRefused(String message) {
    String words = message.toLowerCase(Locale.ROOT);
    if (words.contains("credit balance") || words.contains("usage limits")) {
      return FailureKind.QUOTA_EXHAUSTED;
    }
    if (words.contains("content filtering")) {
      return FailureKind.CONTENT_FILTERED;
    }
    boolean tooLong =
        ErrorKinds.isTooLarge(BAD_REQUEST, message) || words.contains("exceed context limit");
    return tooLong ? FailureKind.REQUEST_TOO_LARGE : FailureKind.INVALID_REQUEST;
  }
}
