// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

/** How an attempt failed. Kinds are counted, so they are few and never carry text. */
public enum FailureKind {
  /** No answer, or no complete answer, within the time the call had. */
  TIMEOUT(Advice.RETRY),
  /** The connection could not be made, or broke before an answer began. */
  CONNECTION(Advice.RETRY),
  /** HTTP 429: too many requests or tokens for now. */
  RATE_LIMITED(Advice.RETRY_AFTER),
  /** HTTP 503 or 529: the provider sheds load. */
  OVERLOADED(Advice.RETRY),
  /** Another HTTP 5xx. */
  SERVER_ERROR(Advice.RETRY),
  /** A stream ended before its answer did; what was sent may be billed. */
  CUT_STREAM(Advice.RETRY),
  /** The answer could not be read. */
  MALFORMED_RESPONSE(Advice.RETRY),
  /** Our breaker is open: the model failed too often of late, and was not asked. */
  CIRCUIT_OPEN(Advice.ELSEWHERE_OR_AFTER),
  /** HTTP 401 or 403. */
  UNAUTHORIZED(Advice.RETRY_ELSEWHERE),
  /** The account has no money or quota left. */
  QUOTA_EXHAUSTED(Advice.RETRY_ELSEWHERE),
  /** HTTP 404 of a model. */
  UNKNOWN_MODEL(Advice.RETRY_ELSEWHERE),
  /** HTTP 413, or a prompt larger than the model's context. */
  REQUEST_TOO_LARGE(Advice.RETRY_ELSEWHERE),
  /** The provider refused the content. */
  CONTENT_FILTERED(Advice.NEVER),
  /** Another HTTP 4xx: what we sent is wrong. */
  INVALID_REQUEST(Advice.NEVER),
  /** The answer is larger than the limit set for it. */
  RESPONSE_TOO_LARGE(Advice.NEVER),
  /** No tool of that name is offered. */
  UNKNOWN_TOOL(Advice.NEVER),
  /** Arguments that are no JSON, or not what the tool's schema asks for. */
  INVALID_ARGUMENTS(Advice.NEVER),
  /** The caller lacks the permission the tool needs. */
  NOT_PERMITTED(Advice.NEVER),
  /** A tool said, in its own words, that it could not. */
  TOOL_ERROR(Advice.NEVER),
  /** Nobody wanted the answer any more. */
  CANCELLED(Advice.NEVER),
  /** A budget did not hold it, so it was never sent. */
  OVER_BUDGET(Advice.NEVER),
  /** A crash hid whether it was done, and doing it twice would do harm. */
  UNKNOWN_OUTCOME(Advice.NEVER);

  private final Advice advice;

  FailureKind(Advice advice) {
    this.advice = advice;
  }

  public Advice advice() {
    return advice;
  }
}
