// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.bounds.AdaptiveBound;
import dev.millrace.bounds.LoadSign;
import dev.millrace.bounds.ToldLimits;
import dev.millrace.call.AccountStanding;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The places of one model of a provider, and what its answers have said of how many it bears. A
 * provider that says nothing of limits costs nothing here, and neither does a tool.
 */
final class ModelPlaces {
  private final AdaptiveBound bound;
  private @Nullable ToldLimits told;

  ModelPlaces(int most) {
    bound = new AdaptiveBound(most);
  }

  boolean free() {
    return bound.free();
  }

  int places() {
    return bound.places();
  }

  /** How long until a call may leave by what the provider has said; 0 for now. */
  long waitMs(Seat seat, long nowMs) {
    return told == null ? 0 : told.waitMs(seat.inputTokens(), seat.outputTokens(), nowMs);
  }

  /** Whether calls may have to wait until a time. */
  boolean timed() {
    return told != null;
  }

  void take(Seat seat, long nowMs) {
    bound.take();
    if (told != null) {
      told.take(1, seat.inputTokens(), seat.outputTokens(), nowMs);
    }
  }

  void give() {
    bound.give();
  }

  /** Gives a place back whose call has not left. */
  void giveUnused(Seat seat, long nowMs) {
    bound.give();
    if (told != null) {
      told.take(-1, -seat.inputTokens(), -seat.outputTokens(), nowMs);
    }
  }

  /** Gives a place back, and learns from how its call ended. */
  void give(Seat seat, Outcome<?> outcome, long nowMs) {
    Timing timing = outcome.timing();
    long sentAtMs = nowMs - timing.total().toMillis();
    Duration first = timing.timeToFirstToken();
    long tookMs = (first == null ? timing.total() : first).toMillis();
    LoadSign sign = LoadSign.of(outcome, seat.inputTokens(), seat.outputTokens());
    bound.ended(sign, tookMs, sentAtMs, nowMs);
    bound.give();
    AccountStanding standing = outcome.account();
    if (!standing.isEmpty()) {
      told().learn(standing, seat.inputTokens(), seat.outputTokens(), sentAtMs, nowMs);
    }
    if (outcome instanceof Outcome.Failed<?> failed) {
      holdIfAsked(failed.failure(), nowMs);
    }
  }

  private void holdIfAsked(Failure failure, long nowMs) {
    Duration wait = failure.retryAfter();
    if (failure.kind() == FailureKind.RATE_LIMITED && wait != null) {
      told().hold(wait.toMillis(), nowMs);
    }
  }

  private ToldLimits told() {
    ToldLimits known = told == null ? new ToldLimits() : told;
    told = known;
    return known;
  }
}
