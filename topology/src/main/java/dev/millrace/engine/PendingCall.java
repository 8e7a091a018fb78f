// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.ledger.Amounts;
import dev.millrace.order.Lock;
import dev.millrace.run.CallId;
import dev.millrace.run.CallSpec;

/**
 * A call that was promised: written before it leaves, deleted with its result. It holds only what
 * cannot be rebuilt from the run.
 *
 * @param firstTarget our name of the tool or model it went to first
 * @param target our name of the tool or model it goes to now
 * @param attempt the one that is due or under way, from 1, over all targets
 * @param attemptOnTarget the same, counted from the last change of target
 * @param createdAtMs when it was promised; of one that waited for its lock, when it got it; from
 *     its second attempt on, when the first left
 * @param dueAtMs when the attempt may leave, epoch milliseconds
 * @param held what is reserved for it in every scope
 * @param windowMs start of the tenant's day it is reserved in, epoch milliseconds
 * @param mayHaveLeft of a call that leaves at most once: set, and committed, before it leaves
 * @param lockKey what it shares with calls that it must not overlap; empty if it is free
 * @param lockTurn its place among those, ascending; 0 if it is free
 */
public record PendingCall(
    CallId id,
    String tenant,
    CallSpec.Purpose purpose,
    Kind kind,
    String firstTarget,
    String target,
    int attempt,
    int attemptOnTarget,
    int fallbacksUsed,
    long createdAtMs,
    long dueAtMs,
    Amounts held,
    long windowMs,
    InputBuckets input,
    boolean mayHaveLeft,
    String lockKey,
    long lockTurn) {

  /** What a call goes to. */
  public enum Kind {
    MODEL,
    TOOL,
    EMBEDDING
  }

  /**
   * A call that is promised now, before its first attempt.
   *
   * @param held what is reserved for it
   * @param windowMs start of the tenant's day it is reserved in, epoch milliseconds
   * @param atMostOnce whether a second attempt could do harm
   * @param lockKey empty if it need not wait for other calls
   */
  public static PendingCall first(
      CallSpec spec,
      String tenant,
      Kind kind,
      String target,
      InputBuckets input,
      Amounts held,
      long windowMs,
      boolean atMostOnce,
      String lockKey,
      long nowMs) {
    return new PendingCall(
        spec.id(),
        tenant,
        spec.purpose(),
        kind,
        target,
        target,
        1,
        1,
        0,
        nowMs,
        nowMs,
        held,
        windowMs,
        input,
        atMostOnce,
        lockKey,
        0);
  }

  /** True if it must not overlap with others of the same key. */
  public boolean isLocked() {
    return !lockKey.isEmpty();
  }

  public Lock lock() {
    return new Lock(tenant, lockKey);
  }

  /** In line for its lock: so it has certainly not left, whatever kind of call it is. */
  public PendingCall inLine(long turn) {
    return with(target, attempt, attemptOnTarget, fallbacksUsed, createdAtMs, dueAtMs, false, turn);
  }

  /** First in line for its lock. The time that it waited is none of its attempts'. */
  public PendingCall firstInLine(boolean atMostOnce, long nowMs) {
    return with(
        target, attempt, attemptOnTarget, fallbacksUsed, nowMs, nowMs, atMostOnce, lockTurn);
  }

  /** Its first attempt left then: the time that it waited for a place is none of its attempts'. */
  public PendingCall firstLeftAt(long ms) {
    return with(
        target, attempt, attemptOnTarget, fallbacksUsed, ms, dueAtMs, mayHaveLeft, lockTurn);
  }

  /** The next attempt on the same target. */
  public PendingCall again(long nextMs) {
    return next(target, attemptOnTarget + 1, fallbacksUsed, nextMs);
  }

  /** The first attempt on a fallback. */
  public PendingCall elsewhere(String fallback, long nowMs) {
    return next(fallback, 1, fallbacksUsed + 1, nowMs);
  }

  private PendingCall next(String to, int onTarget, int fallbacks, long nextMs) {
    return with(to, attempt + 1, onTarget, fallbacks, createdAtMs, nextMs, mayHaveLeft, lockTurn);
  }

  /** What never changes, and what does. */
  private PendingCall with(
      String to,
      int attempts,
      int onTarget,
      int fallbacks,
      long promisedMs,
      long nextMs,
      boolean left,
      long turn) {
    return new PendingCall(
        id,
        tenant,
        purpose,
        kind,
        firstTarget,
        to,
        attempts,
        onTarget,
        fallbacks,
        promisedMs,
        nextMs,
        held,
        windowMs,
        input,
        left,
        lockKey,
        turn);
  }
}
