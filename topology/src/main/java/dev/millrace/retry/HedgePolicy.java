// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.retry;

import dev.millrace.run.HedgeEnd;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides about a hedge: the same call once more, beside the attempt that is under way, because
 * that takes longer than most ("The Tail at Scale", J. Dean, L. A. Barroso, CACM 2013). A call is
 * hedged once, whatever becomes of its attempts. Whether there are a place and money for it others
 * know; first attempts and what is promised to them come before it.
 */
public final class HedgePolicy {
  private HedgePolicy() {}

  /**
   * How long after an attempt leaves its call is to be looked at again; empty if it need not be.
   *
   * @param hedged whether the call was hedged before
   * @param timeoutMs of the attempt, which no run outlives
   */
  public static OptionalLong lookAfterMs(HedgePace pace, boolean hedged, long timeoutMs) {
    OptionalLong slowFromMs = hedged ? OptionalLong.empty() : pace.slowFromMs();
    return slowFromMs.isPresent() && slowFromMs.getAsLong() < timeoutMs
        ? slowFromMs
        : OptionalLong.empty();
  }

  /**
   * Whether a hedge could be of any use, now that the time has come.
   *
   * @param hedged whether the call was hedged before
   * @param deadlineAtMs of its run
   */
  public static boolean helps(boolean hedged, long nowMs, long deadlineAtMs) {
    return !hedged && nowMs < deadlineAtMs;
  }

  /**
   * What speaks against a hedge; empty if nothing does.
   *
   * @param well whether the model that is to be asked takes calls
   */
  public static Optional<HedgeEnd> against(HedgePace pace, boolean well) {
    if (!well) {
      return Optional.of(HedgeEnd.CIRCUIT_OPEN);
    }
    return pace.mayHedge() ? Optional.empty() : Optional.of(HedgeEnd.TOO_MANY);
  }
}
