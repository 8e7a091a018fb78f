// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import dev.millrace.run.CallId;

/** Chance that comes from the call's own name: the same after a restart, and in every replay. */
public final class Chance {
  private Chance() {}

  /** From 0 to just below 1, evenly. The mixing is splitmix64's (Steele, Lea, Flood, 2014). */
  public static double of(CallId call, int attempt) {
    long bits = attempt * 0x9E3779B97F4A7C15L;
    for (char each : call.toString().toCharArray()) {
      bits = mix(bits + each);
    }
    return (bits >>> 11) * 0x1.0p-53;
  }

  private static long mix(long bits) {
    long mixed = bits + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
