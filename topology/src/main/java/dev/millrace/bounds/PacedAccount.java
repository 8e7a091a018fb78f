// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import dev.millrace.pipeline.AccountLimits;
import org.jspecify.annotations.Nullable;

/** An account, or a part of one, that this instance has for itself. */
final class PacedAccount implements AccountBound {
  private final @Nullable MinuteLimit requests;
  private final @Nullable MinuteLimit tokens;
  private final long mostTokens;

  PacedAccount(AccountLimits limits) {
    Long perMinute = limits.tokensPerMinute();
    this.requests = limit(limits.requestsPerMinute());
    this.tokens = limit(perMinute);
    this.mostTokens = perMinute == null ? Long.MAX_VALUE : perMinute;
  }

  private static @Nullable MinuteLimit limit(@Nullable Long most) {
    return most == null ? null : new MinuteLimit(most);
  }

  @Override
  public boolean canHold(long callTokens) {
    return callTokens <= mostTokens;
  }

  @Override
  public long waitMs(long callTokens, long nowMs) {
    long forRequest = requests == null ? 0 : requests.waitMs(1, nowMs);
    long forTokens = tokens == null ? 0 : tokens.waitMs(callTokens, nowMs);
    return Math.max(forRequest, forTokens);
  }

  @Override
  public void take(long callTokens, long nowMs) {
    if (requests != null) {
      requests.take(1, nowMs);
    }
    if (tokens != null) {
      tokens.take(callTokens, nowMs);
    }
  }

  @Override
  public void giveBack(long callTokens, long nowMs) {
    if (requests != null) {
      requests.giveBack(1);
    }
    giveBackTokens(callTokens, nowMs);
  }

  @Override
  public void giveBackTokens(long unused, long sentAtMs) {
    if (tokens != null) {
      tokens.giveBack(unused);
    }
  }
}
