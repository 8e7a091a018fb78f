// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What may be used of a provider's account in a minute, over all its models.
 *
 * @param requestsPerMinute attempts; null for no limit
 * @param tokensPerMinute input and output together; null for no limit
 * @param shared whether all instances of the application use it together; else each has its own
 */
public record AccountLimits(
    @Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute, boolean shared) {
  public static final AccountLimits NONE = new AccountLimits(null, null);

  public AccountLimits {
    Checks.atLeastIfAny(1, requestsPerMinute, "requestsPerMinute");
    Checks.atLeastIfAny(1, tokensPerMinute, "tokensPerMinute");
  }

  /** Those of one instance. */
  public AccountLimits(@Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute) {
    this(requestsPerMinute, tokensPerMinute, false);
  }

  public boolean isNone() {
    return requestsPerMinute == null && tokensPerMinute == null;
  }

  /** The same for one instance. */
  public AccountLimits unshared() {
    return new AccountLimits(requestsPerMinute, tokensPerMinute);
  }
}
