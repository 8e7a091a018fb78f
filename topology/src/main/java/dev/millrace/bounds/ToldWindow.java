// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import dev.millrace.call.AccountStanding.Count;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one count by what the provider said last, less what left of ours since. Nothing
 * is known until it says something. Not thread-safe.
 */
final class ToldWindow {
  /** Limits are of a minute; how long the next one lasts nobody has said yet. */
  static final long MINUTE_MS = 60_000;

  private static final long UNTOLD = -1;

  private final Departures departures = new Departures();
  private boolean known;
  private long limit = UNTOLD;
  private long left;
  private long resetsAtMs;

  /**
   * What an answer said.
   *
   * @param own what its own call had taken, which it knew of
   * @param saidAtMs when it was said, less than a minute ago
   */
  void learn(@Nullable Count told, long own, long sentAtMs, long saidAtMs, long nowMs) {
    if (told == null) {
      return;
    }
    long atMs = sentAtMs + told.resetsAfter().toMillis();
    if (atMs <= nowMs) {
      return; // Of a window that is over.
    }
    boolean hasOwn = sentAtMs >= saidAtMs - Math.floorMod(saidAtMs, Departures.STEP_MS);
    long since = departures.since(saidAtMs, nowMs) - (hasOwn ? own : 0);
    Long most = told.limit();
    known = true;
    limit = most == null ? UNTOLD : most;
    left = told.remaining() - Math.max(0, since);
    resetsAtMs = atMs;
  }

  void take(long amount, long nowMs) {
    departures.add(amount, nowMs);
    left -= amount;
  }

  /**
   * How long until a call may leave that wants so much; 0 for now. Who wants more than the limit
   * leaves when there is all of it: the provider may count in another way. A reset that is further
   * off than a minute is of another limit, such as a day's: that is not waited for here, since a
   * call that is refused may go elsewhere.
   */
  long waitMs(long wanted, long nowMs) {
    if (known && nowMs >= resetsAtMs) {
      renew(nowMs);
    }
    if (!known || left >= (limit == UNTOLD ? wanted : Math.min(wanted, limit))) {
      return 0;
    }
    long waitMs = resetsAtMs - nowMs;
    return waitMs > MINUTE_MS ? 0 : waitMs;
  }

  private void renew(long nowMs) {
    known = limit != UNTOLD;
    left = limit;
    resetsAtMs = nowMs + MINUTE_MS;
  }
}
