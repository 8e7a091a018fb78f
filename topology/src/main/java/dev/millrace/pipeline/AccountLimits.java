// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What one instance may use of a provider's account in a minute, over all its models.
 *
 * @param requestsPerMinute attempts; null for no limit
 * @param tokensPerMinute input and output together; null for no limit
 */
public record AccountLimits(@Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute) {
  public static final AccountLimits NONE = new AccountLimits(null, null);

  public AccountLimits {
    Checks.atLeastIfAny(1, requestsPerMinute, "requestsPerMinute");
    Checks.atLeastIfAny(1, tokensPerMinute, "tokensPerMinute");
  }

  public boolean isNone() {
    return requestsPerMinute == null && tokensPerMinute == null;
  }
}
