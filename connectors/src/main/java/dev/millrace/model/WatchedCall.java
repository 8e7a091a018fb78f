// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A call under way, and what its end will say about its provider's health.
 *
 * @param allowed how long it may take
 * @param hurried true if that is short for its model: its run has little time left
 */
record WatchedCall(Duration allowed, boolean hurried, long sentAtNanos) {

  /**
   * What the end says. That a hurried call timed out says nothing: else calls that waited long for
   * a place would speak against a provider that is well. But who is called off when its time is up
   * has timed out, whoever looked at the clock first: a run's deadline ends its calls so.
   */
  HealthSign sign(@Nullable Outcome<?> outcome, @Nullable Throwable thrown, long nowNanos) {
    boolean timedOut =
        outcome instanceof Outcome.Failed<?> failed
            ? failed.failure().kind() == FailureKind.TIMEOUT
            : thrown instanceof CancellationException && timeWasUp(nowNanos);
    if (timedOut) {
      return hurried ? HealthSign.NONE : HealthSign.ILL;
    }
    return outcome == null ? HealthSign.NONE : HealthSign.of(outcome);
  }

  /** Nearly: what is left is what it took to send it. */
  private boolean timeWasUp(long nowNanos) {
    return nowNanos - sentAtNanos >= allowed.toNanos() / 10 * 9;
  }
}
