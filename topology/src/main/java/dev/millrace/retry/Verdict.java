// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import dev.millrace.run.CallResult;

/** What follows a failed attempt. */
public sealed interface Verdict {

  /** Another attempt, not before this time (epoch milliseconds). */
  record Again(long dueAtMs) implements Verdict {}

  /** The next of the model's fallbacks, at once. */
  record Elsewhere(String target) implements Verdict {}

  /** No more. */
  record GiveUp(CallResult.Failed result) implements Verdict {}
}
