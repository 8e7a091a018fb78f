// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import java.math.BigInteger;

/**
 * What requests of one route take of something that is limited: something, likely.
 *
 * @param likely all of them together
 * @param most any of them
 */
public record Draw(long requests, long likely, long most) {

  public Draw {
    if (requests < 1 || likely < 1 || most < 1) {
      throw new IllegalArgumentException("nothing is taken");
    }
  }

  Draw plus(Draw other) {
    return new Draw(
        requests + other.requests, Math.addExact(likely, other.likely), Math.max(most, other.most));
  }

  /** How many runs a limit pays for if they take what is likely. */
  public long likelyRuns(long limit) {
    return BigInteger.valueOf(limit)
        .multiply(BigInteger.valueOf(requests))
        .divide(BigInteger.valueOf(likely))
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  /** How many it pays for in any case. */
  public long surelyRuns(long limit) {
    return limit / most;
  }
}
