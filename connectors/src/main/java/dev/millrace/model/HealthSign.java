// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;

/** What an attempt's end says about the provider's health. */
enum HealthSign {
  /** It did what was asked. */
  WELL,
  /** It is down, hangs, sheds load or breaks off. */
  ILL,
  /**
   * It is there, and said no to this request or this account. In the window that counts for
   * nothing: a hundred refusals in a second do not show that it can answer, nor that it cannot.
   */
  ANSWERED,
  /** Nothing: the attempt was called off, or never made. */
  NONE;

  static HealthSign of(Outcome<?> outcome) {
    return outcome instanceof Outcome.Failed<?> failed ? of(failed.failure().kind()) : WELL;
  }

  static HealthSign of(FailureKind kind) {
    return switch (kind) {
      // A page for people in place of an answer is how many a proxy says that what is behind it is
      // gone: so an answer that cannot be read is among these.
      case TIMEOUT, CONNECTION, OVERLOADED, SERVER_ERROR, CUT_STREAM, MALFORMED_RESPONSE -> ILL;
      case RATE_LIMITED,
          UNAUTHORIZED,
          QUOTA_EXHAUSTED,
          UNKNOWN_MODEL,
          REQUEST_TOO_LARGE,
          CONTENT_FILTERED,
          INVALID_REQUEST,
          RESPONSE_TOO_LARGE ->
          ANSWERED;
      case CANCELLED,
          CIRCUIT_OPEN,
          OVER_BUDGET,
          UNKNOWN_OUTCOME,
          UNKNOWN_TOOL,
          INVALID_ARGUMENTS,
          NOT_PERMITTED,
          TOOL_ERROR ->
          NONE;
    };
  }
}
