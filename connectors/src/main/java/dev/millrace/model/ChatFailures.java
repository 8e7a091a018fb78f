// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.http.HttpFailures;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Tells the kind of a provider's error. Its code says more than the status where both are there; a
 * message is looked at only where servers differ in nothing else, and never passed on, since it may
 * repeat the prompt.
 */
final class ChatFailures {
  private static final Pattern PLAIN_CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final int OK = 200;

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

  private ChatFailures() {}

  /** The error in an answer, or null if it holds none. */
  static @Nullable JsonNode errorIn(JsonNode answer) {
    JsonNode root = answer.isArray() ? answer.path(0) : answer;
    JsonNode error = root.path("error");
    if (error.isObject() || error.isTextual()) {
      return error;
    }
    boolean bare = root.path("object").asText("").equals("error");
    return bare ? root : null;
  }

  /**
   * Classifies an error.
   *
   * @param status of the answer; 200 where the error came inside one
   * @param error what {@link #errorIn} found; missing if there was nothing to read
   */
  static Failure of(int status, Headers headers, JsonNode error, Instant now) {
    int code = status == OK ? error.path("code").asInt(500) : status;
    FailureKind kind = kind(code, error);
    return HttpFailures.withRetryAfter(kind, detail(status, error), headers, now);
  }

  private static FailureKind kind(int status, JsonNode error) {
    String message = error.path("message").asText("").toLowerCase(Locale.ROOT);
    boolean tooLarge =
        (status == 429 && message.startsWith("request too large"))
            || (status == 400 && message.contains("maximum context length"));
    if (tooLarge) {
      return FailureKind.REQUEST_TOO_LARGE;
    }
    FailureKind byCode = KINDS.get(error.path("code").asText("").toLowerCase(Locale.ROOT));
    FailureKind byType = KINDS.get(error.path("type").asText("").toLowerCase(Locale.ROOT));
    if (byCode != null) {
      return byCode;
    }
    FailureKind byStatus = status == 404 ? FailureKind.UNKNOWN_MODEL : HttpFailures.kindOf(status);
    return byType == null ? byStatus : byType;
  }

  private static String detail(int status, JsonNode error) {
    StringBuilder detail = new StringBuilder("HTTP ").append(status);
    for (String field : new String[] {"code", "type"}) {
      String value = error.path(field).asText("");
      if (PLAIN_CODE.matcher(value).matches()) {
        detail.append(' ').append(value);
      }
    }
    return detail.toString();
  }
}
