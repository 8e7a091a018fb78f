// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import dev.millrace.pipeline.AccountLimits;
import org.jspecify.annotations.Nullable;

/**
 * What this instance may use of a provider's account in a minute, over all its models. A call
 * counts from when it may leave: by the tokens that it may at most come to, and from its end by
 * those that it did. Not thread-safe.
 */
public final class AccountBound {
  private final @Nullable MinuteLimit requests;
  private final @Nullable MinuteLimit tokens;
  private final long mostTokens;

  public AccountBound(AccountLimits limits) {
    Long perMinute = limits.tokensPerMinute();
    this.requests = limit(limits.requestsPerMinute());
    this.tokens = limit(perMinute);
    this.mostTokens = perMinute == null ? Long.MAX_VALUE : perMinute;
  }

  private static @Nullable MinuteLimit limit(@Nullable Long most) {
    return most == null ? null : new MinuteLimit(most);
  }

  /** Whether a call is not too large for all of a minute. */
  public boolean canHold(long callTokens) {
    return callTokens <= mostTokens;
  }

  /** How long until a call of so many tokens may leave; 0 for now. */
  public long waitMs(long callTokens, long nowMs) {
    long forRequest = requests == null ? 0 : requests.waitMs(1, nowMs);
    long forTokens = tokens == null ? 0 : tokens.waitMs(callTokens, nowMs);
    return Math.max(forRequest, forTokens);
  }

  /** A call leaves. */
  public void take(long callTokens, long nowMs) {
    if (requests != null) {
      requests.take(1, nowMs);
    }
    if (tokens != null) {
      tokens.take(callTokens, nowMs);
    }
  }

  /** A call has not left after all. */
  public void giveBack(long callTokens) {
    if (requests != null) {
      requests.giveBack(1);
    }
    giveBackTokens(callTokens);
  }

  /** A call came to its end, and did not use so many of the tokens that it was counted by. */
  public void giveBackTokens(long unused) {
    if (tokens != null) {
      tokens.giveBack(unused);
    }
  }
}
