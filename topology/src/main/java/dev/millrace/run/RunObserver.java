// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import org.jspecify.annotations.Nullable;

/**
 * Hears of every move of every run, on the stream thread, before it is durable. It is told and not
 * asked: simulations count by it which moves they have seen.
 */
@FunctionalInterface
public interface RunObserver {
  RunObserver NONE = (before, after, ending) -> {};

  /**
   * A run moved.
   *
   * @param before null if it has just begun
   * @param ending null while it lives
   */
  void moved(@Nullable Run before, Run after, @Nullable Ending ending);

  /**
   * A slow call was made twice and that came to an end, or was not made twice.
   *
   * @param alone whether the first attempt had failed before
   */
  default void hedged(HedgeEnd end, boolean alone) {}
}
