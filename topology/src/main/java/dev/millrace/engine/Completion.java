// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.call.Outcome;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that has ended, on its way back to the run.
 *
 * @param sent what left; null if that is not known any more
 * @param attempt over all targets, so that a late completion of an earlier one is known as such
 * @param sentAtMs when it left, epoch milliseconds
 */
public record Completion(
    CallId id,
    @Nullable OutboundCall sent,
    Seat seat,
    int attempt,
    Outcome<CallResult> outcome,
    long sentAtMs) {

  /** When it ended, by the client's own measure. */
  public long endedAtMs() {
    return sentAtMs + outcome.timing().total().toMillis();
  }
}
