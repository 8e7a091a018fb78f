// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

/** What a failure says about another attempt. Whether one is made, the retry policy decides. */
public enum Advice {
  /** The same attempt may succeed at once, or after an ordinary backoff. */
  RETRY,
  /** The provider said when to come back: {@link Failure#retryAfter()}. */
  RETRY_AFTER,
  /** This provider or model will not do it; another may. */
  RETRY_ELSEWHERE,
  /** Another provider or model at once; where there is none left, this one as RETRY_AFTER. */
  ELSEWHERE_OR_AFTER,
  /** Nobody will do it as it stands. */
  NEVER
}
