// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Hold;
import dev.millrace.order.Lock;
import dev.millrace.run.CallId;
import dev.millrace.run.CallSpec;
import org.jspecify.annotations.Nullable;

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
 * @param hold what is reserved for it, and where
 * @param left whether the attempt has left; of calls that are billed only. One that a start finds
 *     so was hidden by a crash, and may be billed
 * @param mayHaveLeft of a call that leaves at most once: set, and committed, before it leaves
 * @param lockKey what it shares with calls that it must not overlap; empty if it is free
 * @param lockTurn its place among those, ascending; 0 if it is free
 * @param trim what was made smaller of it
 * @param downgradedFrom our name of the model it is for, if a budget that runs low put another in
 *     its place; else empty
 * @param hedgeAttempt the attempt that was made beside another because that was slow; 0 if none was
 * @param hedge that attempt, while it is under way. What the rest says may then be of an attempt
 *     that is under way too, or of one that would follow if the hedge failed
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
    Hold hold,
    boolean left,
    InputBuckets input,
    boolean mayHaveLeft,
    String lockKey,
    long lockTurn,
    Trim trim,
    String downgradedFrom,
    int hedgeAttempt,
    @Nullable Hedge hedge) {

  /**
   * The same call once more, beside an attempt at a model that is slow.
   *
   * @param target our name of the model it went to
   * @param hold what is reserved for it, beside what is for the call, and where
   */
  public record Hedge(String target, Hold hold, InputBuckets input) {}

  /** What a call goes to. */
  public enum Kind {
    MODEL,
    TOOL,
    EMBEDDING
  }

  /**
   * A call that is promised now, before its first attempt.
   *
   * @param hold what is reserved for it, and where
   * @param atMostOnce whether a second attempt could do harm
   * @param lockKey empty if it need not wait for other calls
   * @param trim what was made smaller of it
   * @param downgradedFrom the model it is for, if that is another; else empty
   */
  public static PendingCall first(
      CallSpec spec,
      String tenant,
      Kind kind,
      String target,
      InputBuckets input,
      Hold hold,
      boolean atMostOnce,
      String lockKey,
      Trim trim,
      String downgradedFrom,
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
        hold,
        false,
        input,
        atMostOnce,
        lockKey,
        0,
        trim,
        downgradedFrom,
        0,
        null);
  }

  /** What is reserved for it. */
  public Amounts held() {
    return hold.amounts();
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
    return with(
        target, attempt, attemptOnTarget, fallbacksUsed, createdAtMs, dueAtMs, false, false, turn);
  }

  /** First in line for its lock. The time that it waited is none of its attempts'. */
  public PendingCall firstInLine(boolean atMostOnce, long nowMs) {
    return with(
        target, attempt, attemptOnTarget, fallbacksUsed, nowMs, nowMs, left, atMostOnce, lockTurn);
  }

  /** Its first attempt left then: the time that it waited for a place is none of its attempts'. */
  public PendingCall firstLeftAt(long ms) {
    return with(
        target, attempt, attemptOnTarget, fallbacksUsed, ms, dueAtMs, left, mayHaveLeft, lockTurn);
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
    int number = Math.max(attempt, hedgeAttempt) + 1;
    return with(to, number, onTarget, fallbacks, createdAtMs, nextMs, false, mayHaveLeft, lockTurn);
  }

  /** Its attempt leaves, and is billed by somebody. */
  public PendingCall leaving() {
    return left || (hold.amounts().moneyNanos() == 0 && kind != Kind.MODEL)
        ? this
        : with(hold, true, attempt, hedgeAttempt, hedge);
  }

  /** An attempt whose outcome a restart hid is paid; the same is tried once more. */
  public PendingCall afterHidden() {
    return with(hold, false, Math.max(attempt, hedgeAttempt) + 1, hedgeAttempt, hedge);
  }

  /** A second attempt is made beside the one that is under way. */
  public PendingCall hedgedBy(Hedge second) {
    return with(hold, left, attempt, attempt + 1, second);
  }

  /** The second attempt is under way no more. */
  public PendingCall withoutHedge() {
    return with(hold, left, attempt, hedgeAttempt, null);
  }

  /** Something else is held for the next attempt. If it is nothing, none may leave. */
  public PendingCall holding(Hold other) {
    return with(other, left, attempt, hedgeAttempt, hedge);
  }

  /**
   * Its second attempt, as what is paid, recorded and given a place for itself.
   *
   * @throws IllegalStateException if none is under way
   */
  public PendingCall asHedge() {
    Hedge second = hedge;
    if (second == null) {
      throw new IllegalStateException("no hedge: " + id);
    }
    return new PendingCall(
        id,
        tenant,
        purpose,
        kind,
        second.target,
        second.target,
        hedgeAttempt,
        1,
        0,
        createdAtMs,
        dueAtMs,
        second.hold,
        true,
        second.input,
        mayHaveLeft,
        lockKey,
        lockTurn,
        trim,
        downgradedFrom,
        0,
        null);
  }

  private PendingCall with(
      Hold holds, boolean leaves, int attempts, int hedged, @Nullable Hedge second) {
    return new PendingCall(
        id,
        tenant,
        purpose,
        kind,
        firstTarget,
        target,
        attempts,
        attemptOnTarget,
        fallbacksUsed,
        createdAtMs,
        dueAtMs,
        holds,
        leaves,
        input,
        mayHaveLeft,
        lockKey,
        lockTurn,
        trim,
        downgradedFrom,
        hedged,
        second);
  }

  /** What never changes, and what does. */
  private PendingCall with(
      String to,
      int attempts,
      int onTarget,
      int fallbacks,
      long promisedMs,
      long nextMs,
      boolean flies,
      boolean mayLeave,
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
        hold,
        flies,
        input,
        mayLeave,
        lockKey,
        turn,
        trim,
        downgradedFrom,
        hedgeAttempt,
        hedge);
  }
}
