// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.pipeline.AccountLimits;

/**
 * What a lane may use.
 *
 * @param inFlight calls at the same time
 * @param account what may leave in a minute
 */
public record LaneBounds(int inFlight, AccountLimits account) {

  /** One that has no account. */
  public static LaneBounds inFlight(int most) {
    return new LaneBounds(most, AccountLimits.NONE);
  }

  LaneBounds unshared() {
    return new LaneBounds(inFlight, account.unshared());
  }
}
