// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Locale;
import okhttp3.Headers;

/** Failures that look the same whoever answers: broken connections, and what a status says. */
public final class HttpFailures {
  private HttpFailures() {}

  /** What an exception says; its own text may hold addresses, so only its type is told. */
  public static Failure of(IOException e, HttpAttempt<?> attempt) {
    if (e instanceof ResponseTooLargeException) {
      return Failure.of(FailureKind.RESPONSE_TOO_LARGE, String.valueOf(e.getMessage()));
    }
    if (e instanceof RefusedAddressException) {
      return Failure.of(FailureKind.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
    if (says(e, "executor rejected")) {
      return Failure.of(FailureKind.CANCELLED, "the client is closed");
    }
    if (isTimeout(e)) {
      String detail = attempt.answerBegan() ? "answer incomplete" : "no answer";
      return Failure.of(FailureKind.TIMEOUT, detail);
    }
    if (attempt.isCancelled()) {
      return Failure.of(FailureKind.CANCELLED, "cancelled");
    }
    FailureKind kind = attempt.answerBegan() ? FailureKind.CUT_STREAM : FailureKind.CONNECTION;
    return Failure.of(kind, e.getClass().getSimpleName());
  }

  /** What a status says by itself, for any server. */
  public static FailureKind kindOf(int status) {
    return switch (status) {
      case 401, 403 -> FailureKind.UNAUTHORIZED;
      case 402 -> FailureKind.QUOTA_EXHAUSTED;
      case 408 -> FailureKind.TIMEOUT;
      case 413 -> FailureKind.REQUEST_TOO_LARGE;
      case 429 -> FailureKind.RATE_LIMITED;
      case 503, 529 -> FailureKind.OVERLOADED;
      default -> status >= 500 ? FailureKind.SERVER_ERROR : FailureKind.INVALID_REQUEST;
    };
  }

  /** A failure that carries when to come back, where the server said so. */
  public static Failure withRetryAfter(
      FailureKind kind, String detail, Headers headers, Instant now) {
    return new Failure(kind, detail, RetryAfter.of(headers, now));
  }

  /** A connection that cannot be made in time is no connection; anything else late is a timeout. */
  private static boolean isTimeout(IOException e) {
    boolean connecting = says(e, "connect timed out") || says(e, "failed to connect");
    return e instanceof InterruptedIOException && !connecting;
  }

  private static boolean says(IOException e, String words) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(words);
  }
}
