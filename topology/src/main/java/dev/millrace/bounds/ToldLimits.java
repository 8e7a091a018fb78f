// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import dev.millrace.call.AccountStanding;

/**
 * What a provider has said that is left of its limits for one model: it knows of other instances
 * and applications that use the same account, which we do not. It can only hold calls back. Not
 * thread-safe.
 */
public final class ToldLimits {
  private final ToldWindow requests = new ToldWindow();
  private final ToldWindow tokens = new ToldWindow();
  private final ToldWindow input = new ToldWindow();
  private final ToldWindow output = new ToldWindow();
  private long saidAtMs = Long.MIN_VALUE;
  private long heldUntilMs = Long.MIN_VALUE;

  /** How long until a call may leave that comes to at most so many tokens; 0 for now. */
  public long waitMs(long inputTokens, long outputTokens, long nowMs) {
    long waitMs = heldUntilMs > nowMs ? heldUntilMs - nowMs : 0;
    waitMs = Math.max(waitMs, requests.waitMs(1, nowMs));
    waitMs = Math.max(waitMs, tokens.waitMs(inputTokens + outputTokens, nowMs));
    waitMs = Math.max(waitMs, input.waitMs(inputTokens, nowMs));
    return Math.max(waitMs, output.waitMs(outputTokens, nowMs));
  }

  /** A call leaves; one that has not left after all is taken with negative numbers. */
  public void take(long calls, long inputTokens, long outputTokens, long nowMs) {
    requests.take(calls, nowMs);
    tokens.take(inputTokens + outputTokens, nowMs);
    input.take(inputTokens, nowMs);
    output.take(outputTokens, nowMs);
  }

  /**
   * An answer said how the account stands. It was said when the answer began, which for a long one
   * is a while ago: what left since then is taken off, and nothing is learned from what is older
   * than what was said already.
   *
   * @param inputTokens that the call was counted by
   * @param outputTokens that the call was counted by
   * @param sentAtMs when the call left
   */
  public void learn(
      AccountStanding standing, long inputTokens, long outputTokens, long sentAtMs, long nowMs) {
    long atMs = Math.min(nowMs, sentAtMs + standing.saidAfter().toMillis());
    if (atMs < saidAtMs || atMs <= nowMs - ToldWindow.MINUTE_MS) {
      return;
    }
    saidAtMs = atMs;
    requests.learn(standing.requests(), 1, sentAtMs, atMs, nowMs);
    tokens.learn(standing.tokens(), inputTokens + outputTokens, sentAtMs, atMs, nowMs);
    input.learn(standing.inputTokens(), inputTokens, sentAtMs, atMs, nowMs);
    output.learn(standing.outputTokens(), outputTokens, sentAtMs, atMs, nowMs);
  }

  /**
   * A refused call was told when to come back: until then nobody need ask. A time that is further
   * off than a minute is not waited for here.
   */
  public void hold(long waitMs, long nowMs) {
    if (waitMs <= ToldWindow.MINUTE_MS) {
      heldUntilMs = Math.max(heldUntilMs, nowMs + waitMs);
    }
  }
}
