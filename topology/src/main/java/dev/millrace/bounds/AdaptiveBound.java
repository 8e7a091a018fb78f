// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

/**
 * How many calls of a model may be under way at once, at most as many as are configured: fewer when
 * its provider says that it was too many, more again while all goes well.
 *
 * <ul>
 *   <li><b>A call that was refused was one too many</b>: what its provider has of ours beside it is
 *       what it bears. So a burst is cut to what was taken of it at once.
 *   <li><b>A provider that sheds load</b>, or that answers clearly later than it could ({@link
 *       Slowness}), is given less by three tenths, once for calls that were under way together.
 *   <li><b>While calls are answered</b>, it grows by a tenth, or one, for as many as it is:
 *       additive increase, multiplicative decrease (Chiu and Jain, 1989). Only if at least half of
 *       it was in use: an idle bound proves nothing. Up to seven tenths of where it was last
 *       refused it grows by one for each, which doubles it in a flight's time (slow start:
 *       Jacobson, "Congestion Avoidance and Control", 1988).
 *   <li><b>A step that was refused again</b> is tried half as often, down to every sixteenth time.
 * </ul>
 *
 * <p>Starts at what is configured, and forgets with the process. Each event costs the same, and
 * nothing is allocated. Not thread-safe.
 */
public final class AdaptiveBound {
  private static final int MOST_PATIENCE = 16;

  private final int most;
  private final Slowness slowness = new Slowness();
  private int bound;
  private int taken;
  private int knee;
  private int refusedAbove;
  private long cutAtMs = Long.MIN_VALUE;
  private int answered;
  private int patience = 1;

  /**
   * All free.
   *
   * @param most places, never more
   */
  public AdaptiveBound(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most < 1: " + most);
    }
    this.most = most;
    this.bound = most;
    this.knee = most;
    this.refusedAbove = most;
  }

  public boolean free() {
    return taken < bound;
  }

  public void take() {
    taken++;
  }

  public void give() {
    taken--;
  }

  /** How many there are now, free or taken. */
  public int places() {
    return bound;
  }

  /**
   * A call came to its end; its place is still taken.
   *
   * @param tookMs until its first token, or its end where nothing was streamed
   * @param sentAtMs when it left, on the same clock as now
   */
  public void ended(LoadSign sign, long tookMs, long sentAtMs, long nowMs) {
    boolean sentSince = sentAtMs >= cutAtMs;
    switch (sign) {
      case WELL -> answered(tookMs, sentSince, nowMs);
      case REFUSED -> refused(sentSince, nowMs);
      case SHED -> {
        if (sentSince) {
          shed(nowMs);
        }
      }
      case NONE -> {}
    }
  }

  private void answered(long tookMs, boolean sentSince, long nowMs) {
    boolean climbs = sentSince && slowness.climbs(tookMs, taken);
    if (!isBusy()) {
      return;
    }
    if (climbs) {
      shed(nowMs);
    } else if (bound < knee) {
      bound++;
    } else if (++answered >= bound * patience) {
      grow();
    }
  }

  private boolean isBusy() {
    return 2 * taken >= bound;
  }

  private void grow() {
    answered = 0;
    if (bound > refusedAbove) {
      patience = 1; // That step held.
    }
    bound = Math.min(most, bound + Math.max(1, bound / 10));
  }

  private void refused(boolean sentSince, long nowMs) {
    int tried = isBusy() ? Math.min(bound, taken) : bound;
    int others = Math.max(1, taken - 1);
    if (sentSince) {
      boolean again = tried > refusedAbove && bound > knee;
      patience = again ? Math.min(MOST_PATIENCE, 2 * patience) : patience;
      knee = sevenTenths(tried);
      cut(nowMs);
    }
    if (others < bound) {
      bound = others;
      refusedAbove = others;
    }
  }

  private void shed(long nowMs) {
    bound = sevenTenths(bound);
    knee = bound;
    cut(nowMs);
  }

  private void cut(long nowMs) {
    cutAtMs = nowMs;
    answered = 0;
    slowness.forgetAnswers();
  }

  private static int sevenTenths(int places) {
    return Math.max(1, (int) (places * 7L / 10));
  }
}
