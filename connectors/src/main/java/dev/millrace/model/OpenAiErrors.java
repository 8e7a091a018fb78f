// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells the kind of an error in OpenAI's words, in which its protocols and copies agree. Its code
 * says more than the status where both are there; a message is looked at only where servers differ
 * in nothing else, and never passed on, since it may repeat the prompt.
 */
public final class OpenAiErrors {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNKNOWN_ERROR = 500;

  private static final Map<String, FailureKind> KINDS =
      Map.ofEntries(
          Map.entry("insufficient_quota", FailureKind.QUOTA_EXHAUSTED),
          Map.entry("billing_hard_limit_reached", FailureKind.QUOTA_EXHAUSTED),
          Map.entry("billing_not_active", FailureKind.QUOTA_EXHAUSTED),
          Map.entry("context_length_exceeded", FailureKind.REQUEST_TOO_LARGE),
          Map.entry("request_too_large", FailureKind.REQUEST_TOO_LARGE),
          Map.entry("string_above_max_length", FailureKind.REQUEST_TOO_LARGE),
          Map.entry("content_filter", FailureKind.CONTENT_FILTERED),
          Map.entry("content_policy_violation", FailureKind.CONTENT_FILTERED),
          Map.entry("invalid_prompt", FailureKind.CONTENT_FILTERED),
          Map.entry("model_not_found", FailureKind.UNKNOWN_MODEL),
          Map.entry("deploymentnotfound", FailureKind.UNKNOWN_MODEL),
          Map.entry("rate_limit_exceeded", FailureKind.RATE_LIMITED),
          Map.entry("rate_limit_error", FailureKind.RATE_LIMITED),
          Map.entry("overloaded_error", FailureKind.OVERLOADED),
          Map.entry("server_overloaded", FailureKind.OVERLOADED),
          Map.entry("engine_overloaded", FailureKind.OVERLOADED),
          Map.entry("invalid_api_key", FailureKind.UNAUTHORIZED),
          Map.entry("authentication_error", FailureKind.UNAUTHORIZED),
          Map.entry("timeout", FailureKind.TIMEOUT),
          Map.entry("server_error", FailureKind.SERVER_ERROR));

  private OpenAiErrors() {}

  /**
   * What an error means.
   *
   * @param status of the answer; 200 where the error came inside one
   * @param error with {@code code}, {@code type} and {@code message}, as far as there are any
   */
  public static ProviderError read(int status, JsonNode error) {
    int meant = status == OK ? statusOf(error) : status;
    String message = error.path("message").asText("");
    List<String> codes = List.of(error.path("code").asText(""), error.path("type").asText(""));
    return new ProviderError(kind(meant, error, message), codes, ErrorKinds.retryAfter(message));
  }

  /** An error inside a 200 may bring the status that it would have had. */
  private static int statusOf(JsonNode error) {
    boolean refused = error.path("type").asText("").equals("invalid_request_error");
    return error.path("code").asInt(refused ? BAD_REQUEST : UNKNOWN_ERROR);
  }

  private static FailureKind kind(int status, JsonNode error, String message) {
    if (ErrorKinds.isTooLarge(status, message)) {
      return FailureKind.REQUEST_TOO_LARGE;
    }
    FailureKind byCode = KINDS.get(error.path("code").asText("").toLowerCase(Locale.ROOT));
    if (byCode != null) {
      return byCode;
    }
    FailureKind byType = KINDS.get(error.path("type").asText("").toLowerCase(Locale.ROOT));
    return byType == null ? ErrorKinds.ofStatus(status) : byType;
  }
}
