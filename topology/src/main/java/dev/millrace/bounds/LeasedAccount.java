// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import static dev.millrace.bounds.MinuteLease.amounts;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.MinuteGrants;
import dev.millrace.pipeline.AccountLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account that all instances use together: this one has of it what it was granted, slice by
 * slice of a minute, and asks for more when a call waits for that. All of it is in memory: who does
 * not know what was granted before has nothing, and asks. Not thread-safe.
 */
public final class LeasedAccount implements AccountBound {
  private static final long MINUTE_MS = 60_000;

  /** Between the instant at which a call may leave, and that at which it does. */
  private static final long LEEWAY_MS = 500;

  private final boolean countsRequests;
  private final boolean countsTokens;
  private final long mostTokens;
  private final Deque<MinuteLease> leases = new ArrayDeque<>();
  private long askedUntilMs = Long.MIN_VALUE;
  private long noMoreUntilMs = Long.MIN_VALUE;

  LeasedAccount(AccountLimits limits) {
    Long tokens = limits.tokensPerMinute();
    countsRequests = limits.requestsPerMinute() != null;
    countsTokens = tokens != null;
    mostTokens = tokens == null ? Long.MAX_VALUE : tokens;
  }

  /**
   * What is to be asked for.
   *
   * @param least without which the first who waits is not helped
   * @param wants what all who wait could use, and those who are likely to come
   * @param unused of earlier slices, by when they began; it is gone from here
   */
  public record Demand(Amounts least, Amounts wants, Map<Long, Amounts> unused) {}

  @Override
  public LeasedAccount leased() {
    return this;
  }

  @Override
  public boolean canHold(long callTokens) {
    return callTokens <= mostTokens;
  }

  @Override
  public long waitMs(long callTokens, long nowMs) {
    if (covers(callTokens, nowMs)) {
      return 0;
    }
    long untilMs = Math.max(askedUntilMs, noMoreUntilMs);
    return untilMs > nowMs ? untilMs - nowMs : MinuteGrants.SLICE_MS;
  }

  private boolean covers(long callTokens, long nowMs) {
    MinuteLease lease = current(nowMs);
    return lease != null && lease.left().covers(counted(1, callTokens));
  }

  private Amounts counted(long requests, long tokens) {
    return amounts(countsRequests ? requests : 0, countsTokens ? tokens : 0);
  }

  private @Nullable MinuteLease current(long nowMs) {
    MinuteLease last = leases.peekLast();
    return last != null && nowMs < last.endsAtMs() ? last : null;
  }

  /** Whether more is to be asked for, so that somebody may leave who waits. */
  public boolean isToAsk(long nowMs) {
    return nowMs >= askedUntilMs && nowMs >= noMoreUntilMs;
  }

  /**
   * Asks for more: for what those lack who wait, and as much as was used in the slice before, or in
   * this one already. There may be no answer: after a while it is asked again.
   *
   * @param least the tokens of the first who waits
   * @param calls how many wait
   * @param tokens of all of them
   */
  public Demand ask(long least, long calls, long tokens, long nowMs) {
    forgetOld(nowMs);
    MinuteLease lease = current(nowMs);
    Amounts left = lease == null ? Amounts.NONE : lease.left();
    Amounts lacks = counted(1, least).beyond(left);
    Amounts wants = counted(calls, tokens).plus(likely(lease)).beyond(left);
    askedUntilMs = nowMs + MinuteGrants.SLICE_MS;
    return new Demand(lacks, wants.atLeast(lacks), unused(lease));
  }

  private Amounts likely(@Nullable MinuteLease lease) {
    Amounts now = lease == null ? Amounts.NONE : lease.used();
    Amounts before = Amounts.NONE;
    for (MinuteLease each : leases) {
      before = each == lease ? before : each.used();
    }
    return before.beyond(now).atLeast(now);
  }

  private Map<Long, Amounts> unused(@Nullable MinuteLease current) {
    Map<Long, Amounts> unused = new HashMap<>();
    for (MinuteLease lease : leases) {
      Amounts back = lease == current ? Amounts.NONE : lease.giveBack();
      if (!back.equals(Amounts.NONE)) {
        unused.put(lease.startMs(), back);
      }
    }
    return unused;
  }

  private void forgetOld(long nowMs) {
    leases.removeIf(lease -> lease.endsAtMs() <= nowMs - MINUTE_MS);
  }

  /** Who was to ask cannot any more. */
  public void askAgain() {
    askedUntilMs = Long.MIN_VALUE;
  }

  /**
   * An answer came.
   *
   * @param startMs of the slice, epoch milliseconds
   * @param forMs how long it still lasts; what comes too late is not used
   * @param isAll whether no more is to be had in this slice
   */
  public void granted(long startMs, long forMs, Amounts more, boolean isAll, long nowMs) {
    MinuteLease lease = leases.peekLast();
    if (lease == null || lease.startMs() != startMs) {
      lease = new MinuteLease(startMs, nowMs + forMs);
      leases.add(lease);
    }
    lease.grant(more);
    askedUntilMs = Long.MIN_VALUE;
    noMoreUntilMs = isAll ? lease.endsAtMs() : Long.MIN_VALUE;
  }

  @Override
  public void take(long callTokens, long nowMs) {
    MinuteLease lease = current(nowMs);
    if (lease != null) {
      lease.use(counted(1, callTokens));
    }
  }

  @Override
  public void giveBack(long callTokens, long nowMs) {
    giveBack(counted(1, callTokens), nowMs);
  }

  @Override
  public void giveBackTokens(long unused, long sentAtMs) {
    MinuteLease last = leases.peekLast();
    if (unused >= 0) {
      giveBack(counted(0, unused), sentAtMs);
    } else if (last != null) {
      last.use(counted(0, -unused));
    }
  }

  /**
   * Of the slice in which it was taken, or of the one before: that one counts for a shorter time.
   */
  private void giveBack(Amounts amounts, long takenAtMs) {
    for (MinuteLease lease : leases) {
      if (takenAtMs - LEEWAY_MS < lease.endsAtMs()) {
        lease.unuse(amounts);
        return;
      }
    }
  }
}
