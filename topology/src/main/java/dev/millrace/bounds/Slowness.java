// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

/**
 * Whether answers begin clearly later than they could. The mean of as many as fly together is held
 * against the best of such means, as TCP Vegas holds round trips against the shortest (Brakmo and
 * Peterson, "TCP Vegas: End to End Congestion Avoidance on a Global Internet", 1995; the gradient
 * of Netflix's concurrency-limits is the same comparison).
 *
 * <p>Models become slower for reasons of their own: longer prompts, a new version. So who was told
 * three times that answers are late and did something about it, in vain, is not told again: as it
 * is now is how it is.
 */
final class Slowness {
  /** One answer's time says little, and neither do a few. */
  private static final int LEAST_ANSWERS = 16;

  private static final int MOST_ANSWERS = 256;

  /** Clearly later: more than twice as late, and by what people notice. */
  private static final double TIMES = 2;

  private static final double LATER_MS = 250;

  /** Each time that something was done the mean falls at least to this part of the worst, or */
  private static final double HELPED = 0.9;

  /** it was done in vain, after so many: a burst's first do not show how late its last will be. */
  private static final int PATIENCE = 3;

  private double sumMs;
  private int answers;
  private double bestMs = Double.NaN;
  private double worstMs;
  private int toldInARow;

  /**
   * Takes an answer's time to its first token, or its whole time where nothing was streamed.
   *
   * @param together how many fly together: so many answers make a mean
   * @return true if it is time to do something about it
   */
  boolean climbs(long tookMs, int together) {
    sumMs += tookMs;
    answers++;
    if (answers < Math.max(LEAST_ANSWERS, Math.min(MOST_ANSWERS, together))) {
      return false;
    }
    double meanMs = sumMs / answers;
    forgetAnswers();
    return look(meanMs);
  }

  /** Answers to calls that left before something was done tell nothing of what came of it. */
  void forgetAnswers() {
    sumMs = 0;
    answers = 0;
  }

  private boolean look(double meanMs) {
    boolean late = meanMs > bestMs * TIMES && meanMs > bestMs + LATER_MS;
    boolean inVain = toldInARow >= PATIENCE && meanMs > worstMs * Math.pow(HELPED, toldInARow);
    if (Double.isNaN(bestMs) || meanMs < bestMs || inVain) {
      bestMs = meanMs;
    }
    boolean tells = late && !inVain;
    worstMs = tells ? Math.max(worstMs, meanMs) : 0;
    toldInARow = tells ? toldInARow + 1 : 0;
    return tells;
  }
}
