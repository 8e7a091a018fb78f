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
public interface AccountBound {

  static AccountBound of(AccountLimits limits) {
    return limits.shared() ? new LeasedAccount(limits) : new PacedAccount(limits);
  }

  /** Whether a call is not too large for all of a minute. */
  boolean canHold(long callTokens);

  /** How long until a call of so many tokens may leave; 0 for now. */
  long waitMs(long callTokens, long nowMs);

  /** A call leaves. */
  void take(long callTokens, long nowMs);

  /** A call has not left after all, though it could have just now. */
  void giveBack(long callTokens, long nowMs);

  /**
   * A call came to its end, and did not use so many of the tokens that it was counted by.
   *
   * @param unused negative if it used more
   * @param sentAtMs when it left
   */
  void giveBackTokens(long unused, long sentAtMs);

  /** The same as an account that is shared with other instances; null if it is not. */
  default @Nullable LeasedAccount leased() {
    return null;
  }
}
