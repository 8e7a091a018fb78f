// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import dev.millrace.call.Advice;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.pipeline.RetryPolicy;
import dev.millrace.run.CallResult;
import dev.millrace.run.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides about another attempt: full jitter over an exponential backoff ("Exponential Backoff And
 * Jitter", AWS Architecture Blog, 2015), or the provider's own wish where that is longer; then the
 * fallbacks, each once, in order. Nothing begins at the run's deadline or later than the policy's
 * total after the first attempt, nor when the run has no retry left.
 *
 * @param fallbacks models to go to when this target is given up
 * @param atMostOnce true if a second attempt could do harm
 */
public record AttemptPolicy(RetryPolicy retry, List<String> fallbacks, boolean atMostOnce) {

  /** After these certainly nothing was done, so that even a write may be tried again. */
  private static final Set<FailureKind> NOTHING_DONE =
      Set.of(FailureKind.RATE_LIMITED, FailureKind.CIRCUIT_OPEN);

  public AttemptPolicy {
    fallbacks = List.copyOf(fallbacks);
  }

  /**
   * Where a call stands.
   *
   * @param attempt the one that failed, counted from 1 on this target
   * @param fallbacksUsed how many of the fallbacks were tried
   * @param sinceMs when its first attempt left
   * @param deadlineAtMs of its run
   * @param retriesLeft to the run, of all its calls
   * @param chance 0 to 1, from the call's own name: the same after a restart
   */
  public record Standing(
      int attempt,
      int fallbacksUsed,
      long sinceMs,
      long deadlineAtMs,
      long nowMs,
      long retriesLeft,
      double chance) {}

  public Verdict after(Failure failure, Standing standing) {
    if (atMostOnce && !NOTHING_DONE.contains(failure.kind())) {
      return new Verdict.GiveUp(onceOnly(failure));
    }
    Optional<Verdict> next =
        switch (failure.advice()) {
          case RETRY, RETRY_AFTER -> again(failure, standing).or(() -> elsewhere(standing));
          case RETRY_ELSEWHERE -> elsewhere(standing);
          case ELSEWHERE_OR_AFTER -> elsewhere(standing).or(() -> again(failure, standing));
          case NEVER -> Optional.empty();
        };
    return next.map(verdict -> standing.retriesLeft() > 0 ? verdict : noneLeft(failure))
        .orElseGet(() -> giveUp(failure));
  }

  private static Verdict noneLeft(Failure failure) {
    String last = CallResult.Failed.of(failure.kind(), "").word();
    String detail = "The run's budget does not hold another attempt: retries. The last failed: ";
    return new Verdict.GiveUp(CallResult.Failed.overBudget(Reason.RETRIES, detail + last + "."));
  }

  private Optional<Verdict> again(Failure failure, Standing standing) {
    long dueAtMs = standing.nowMs() + delayMs(failure, standing);
    return standing.attempt() < retry.maxAttempts() && inTime(dueAtMs, standing)
        ? Optional.of(new Verdict.Again(dueAtMs))
        : Optional.empty();
  }

  private Optional<Verdict> elsewhere(Standing standing) {
    return standing.fallbacksUsed() < fallbacks.size() && inTime(standing.nowMs(), standing)
        ? Optional.of(new Verdict.Elsewhere(fallbacks.get(standing.fallbacksUsed())))
        : Optional.empty();
  }

  private boolean inTime(long dueAtMs, Standing standing) {
    return dueAtMs < standing.deadlineAtMs()
        && dueAtMs - standing.sinceMs() <= retry.total().toMillis();
  }

  private long delayMs(Failure failure, Standing standing) {
    int doublings = Math.min(standing.attempt() - 1, 30);
    long ceilingMs =
        Math.min(retry.maxBackoff().toMillis(), retry.backoff().toMillis() << doublings);
    long jitteredMs = Math.round(ceilingMs * standing.chance());
    Duration asked = failure.retryAfter();
    return asked == null ? jitteredMs : asked.toMillis() + jitteredMs;
  }

  private static Verdict giveUp(Failure failure) {
    return new Verdict.GiveUp(CallResult.Failed.of(failure.kind(), failure.detail()));
  }

  /** What a call that leaves at most once came to: a plain no, or nobody knows. */
  private static CallResult.Failed onceOnly(Failure failure) {
    boolean refused = failure.advice() != Advice.RETRY && failure.kind() != FailureKind.CANCELLED;
    return refused
        ? CallResult.Failed.of(failure.kind(), failure.detail())
        : CallResult.Failed.of(
            FailureKind.UNKNOWN_OUTCOME,
            "It may have been done: " + failure.detail() + ". A person should look.");
  }
}
