// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.time.Duration;

/**
 * How a closed loop is driven.
 *
 * @param atOnce requests under way
 * @param ramp the time over which the first of them leave, evenly: else runs of equal length stay
 *     together, and a window counts one wave more or less
 * @param warmUp does not count
 */
record Load(int atOnce, Duration ramp, Duration warmUp, Duration measured) {
  Load {
    if (atOnce < 1 || measured.isNegative() || warmUp.isNegative() || ramp.isNegative()) {
      throw new IllegalArgumentException("no load: " + atOnce + " at once");
    }
  }

  /** How many of the first should have left by then. */
  int dueAfter(Duration began) {
    if (began.compareTo(ramp) >= 0) {
      return atOnce;
    }
    return (int) (atOnce * began.toNanos() / ramp.toNanos());
  }
}
