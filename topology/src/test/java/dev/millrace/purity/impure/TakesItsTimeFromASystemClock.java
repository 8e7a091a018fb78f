// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.purity.impure;

import java.time.Clock;

/** Never used: what the rule of purity must catch. */
public final class TakesItsTimeFromASystemClock {
  public Clock clock() {
    return Clock.systemUTC();
  }
}
