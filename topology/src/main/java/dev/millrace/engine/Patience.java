// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import java.util.function.BooleanSupplier;

/**
 * Whether it pays to stay awake for a tool's answer. It did if the last one came meanwhile; each
 * time in vain twice as many are passed over until the next try, so that a slow tool costs next to
 * nothing, and one that has become quick is found out.
 */
final class Patience {
  private static final int MOST_PASSED = 1_024;

  private int passesAfterNext = 1;
  private int passes;

  /** Whether it came while somebody stayed awake, if that is worth it. */
  boolean await(BooleanSupplier cameInTime) {
    if (passes > 0) {
      passes--;
      return false;
    }
    boolean came = cameInTime.getAsBoolean();
    passes = came ? 0 : passesAfterNext;
    passesAfterNext = came ? 1 : Math.min(MOST_PASSED, 2 * passesAfterNext);
    return came;
  }
}
