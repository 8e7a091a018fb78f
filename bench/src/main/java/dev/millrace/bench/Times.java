// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.time.Duration;

/**
 * How long a section takes for a number.
 *
 * @param warmUp of a JVM that has done nothing yet; compilers of two cores need most of a minute
 */
record Times(Duration warmUp, Duration measured) {
  private static final int SETTLING_PART = 5;

  /** For a JVM that has done nothing yet, or only has to settle. */
  Load load(int atOnce, Duration ramp, boolean isWarm) {
    return new Load(atOnce, ramp, isWarm ? warmUp.dividedBy(SETTLING_PART) : warmUp, measured);
  }

  /** Nothing of it counts. */
  Load warmUpOnly(int atOnce) {
    return new Load(atOnce, Duration.ZERO, warmUp, Duration.ZERO);
  }
}
