// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.purity.impure;

/** Never used: what the rule of purity must catch. */
public final class AsksTheClock {
  public long millis() {
    return System.currentTimeMillis();
  }
}
