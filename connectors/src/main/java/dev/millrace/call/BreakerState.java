// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

/** Whether a circuit breaker lets calls through. */
public enum BreakerState {
  /** All of them. */
  CLOSED,
  /** None. */
  OPEN,
  /** One now and then, to see whether the provider is well again. */
  HALF_OPEN
}
