// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.call.CalledOffException;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.engine.Mailbox.CalledOff;
import dev.millrace.run.CallResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An attempt under way.
 *
 * @param giveUpAtMs when nobody waits any longer for its client to end it
 */
record Flight(
    OutboundCall call,
    int attempt,
    Seat seat,
    CompletableFuture<Outcome<CallResult>> future,
    long sentAtMs,
    long giveUpAtMs) {

  /** How long after its own timeout a call that its client never ended is given up. */
  private static final long GRACE_MS = 1_000;

  static Flight of(
      OutboundCall call,
      int attempt,
      Seat seat,
      CompletableFuture<Outcome<CallResult>> future,
      Duration timeout,
      long nowMs) {
    return new Flight(call, attempt, seat, future, nowMs, nowMs + timeout.toMillis() + GRACE_MS);
  }

  /** Whether an answer has come that nobody has looked at. */
  boolean isAnswered() {
    return future
        .handle((outcome, thrown) -> outcome instanceof Outcome.Succeeded<CallResult>)
        .getNow(false);
  }

  boolean isOverdue(long nowMs) {
    return nowMs >= giveUpAtMs;
  }

  CalledOff callOff(long nowMs) {
    future.cancel(true);
    long afterMs = nowMs - sentAtMs;
    return future
        .handle(
            (outcome, thrown) ->
                outcome == null
                    ? new CalledOff(afterMs, null, CalledOffException.soFar(thrown))
                    : new CalledOff(afterMs, ended(outcome), null))
        .getNow(new CalledOff(afterMs, null, null)); // Some clients do not end at once.
  }

  /** What comes of it if its client does not end it. */
  Completion giveUp(long nowMs) {
    future.cancel(true);
    Failure failure = Failure.of(FailureKind.TIMEOUT, "the client never answered");
    Timing timing = new Timing(Duration.ofMillis(nowMs - sentAtMs), null);
    return ended(Outcome.failed(failure, timing));
  }

  private Completion ended(Outcome<CallResult> outcome) {
    return new Completion(call.id(), call, seat, attempt, outcome, sentAtMs);
  }
}
