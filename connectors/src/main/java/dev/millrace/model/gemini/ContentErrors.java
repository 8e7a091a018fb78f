// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.FailureKind;
import dev.millrace.model.ErrorKinds;
import dev.millrace.model.ProviderError;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells the kind of an error, of the form {@code google.rpc.Status}, by its status and details. Its
 * message is looked at only where these do not say it, and never passed on.
 */
final class ContentErrors {
  private static final int OK = 200;
  private static final int UNKNOWN_ERROR = 500;

  private static final Map<String, FailureKind> KINDS =
      Map.ofEntries(
          Map.entry("UNAUTHENTICATED", FailureKind.UNAUTHORIZED),
          Map.entry("PERMISSION_DENIED", FailureKind.UNAUTHORIZED),
          Map.entry("FAILED_PRECONDITION", FailureKind.UNAUTHORIZED),
          Map.entry("NOT_FOUND", FailureKind.UNKNOWN_MODEL),
          Map.entry("UNIMPLEMENTED", FailureKind.UNKNOWN_MODEL),
          Map.entry("OUT_OF_RANGE", FailureKind.INVALID_REQUEST),
          Map.entry("ABORTED", FailureKind.OVERLOADED),
          Map.entry("UNAVAILABLE", FailureKind.OVERLOADED),
          Map.entry("DEADLINE_EXCEEDED", FailureKind.TIMEOUT),
          Map.entry("INTERNAL", FailureKind.SERVER_ERROR),
          Map.entry("UNKNOWN", FailureKind.SERVER_ERROR),
          Map.entry("DATA_LOSS", FailureKind.SERVER_ERROR));

  private ContentErrors() {}

  /** An error inside a 200 brings the code that it would have had. */
  static ProviderError read(int status, JsonNode error) {
    int meant = status == OK ? error.path("code").asInt(UNKNOWN_ERROR) : status;
    String word = error.path("status").asText("");
    String message = error.path("message").asText("");
    JsonNode details = error.path("details");
    FailureKind kind = kind(meant, word, message.toLowerCase(Locale.ROOT), details);
    boolean waits = kind != FailureKind.QUOTA_EXHAUSTED;
    Duration wait = waits ? RetryDelay.in(details) : null;
    return new ProviderError(
        kind,
        List.of(word, ErrorDetails.reason(details)),
        wait == null && waits ? ErrorKinds.retryAfter(message) : wait);
  }

  private static FailureKind kind(int status, String word, String message, JsonNode details) {
    FailureKind byWord = KINDS.get(word);
    if (byWord != null) {
      return byWord;
    }
    if (word.equals("RESOURCE_EXHAUSTED") || (word.isEmpty() && status == 429)) {
      boolean gone = ErrorDetails.isQuotaOfDays(details) || isUnpaid(message);
      return gone ? FailureKind.QUOTA_EXHAUSTED : FailureKind.RATE_LIMITED;
    }
    if (word.equals("INVALID_ARGUMENT")) {
      return ofRefused(message, details);
    }
    return ErrorKinds.ofStatus(status);
  }

  private static boolean isUnpaid(String message) {
    return message.contains("credits are depleted") || message.contains("spending cap");
  }

  private static FailureKind ofRefused(String message, JsonNode details) {
    String reason = ErrorDetails.reason(details);
    if (reason.startsWith("API_KEY_") || message.contains("api key not valid")) {
      return FailureKind.UNAUTHORIZED;
    }
    boolean tooLong = message.contains("exceeds the maximum number of tokens");
    return tooLong ? FailureKind.REQUEST_TOO_LARGE : FailureKind.INVALID_REQUEST;
  }
}
