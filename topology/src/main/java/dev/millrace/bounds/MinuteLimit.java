// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

/**
 * So many of something in a minute: a token bucket that fills evenly, in integers (the generic cell
 * rate algorithm of ITU-T I.371 is the same counted the other way round).
 *
 * <p>It holds a tenth of a minute's and fills by the other nine tenths in a minute, so no minute
 * has more than is allowed, wherever it begins: neither in one that the server counts from the full
 * hour, nor in one that slides. A full bucket of a whole minute's would let nearly twice as many go
 * in its first. And what is spread out also keeps to a limit that is counted by the second.
 *
 * <p>What is larger than the bucket leaves when it is full, and leaves it in debt: over time no
 * more goes than is allowed, but the minute around one such may have more.
 *
 * <p>Not thread-safe. Time may begin anywhere, and does not go back.
 */
final class MinuteLimit {
  private static final int MINUTE_MS = 60_000;
  private static final int PARTS = 10;

  private final long bucket;
  private final long perMinute;
  private long level;
  private long asOfMs = Long.MIN_VALUE;

  /**
   * A full bucket.
   *
   * @param most in a minute
   */
  MinuteLimit(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("most < 1: " + most);
    }
    long size = Math.max(1, most / PARTS);
    this.perMinute = size == 1 ? most : most - size;
    this.bucket = size * MINUTE_MS; // So that it fills by perMinute in a millisecond.
    this.level = bucket;
  }

  /** How long until there is so much; 0 if there is now. */
  long waitMs(long wanted, long nowMs) {
    fill(nowMs);
    long missing = Math.min(wanted * MINUTE_MS, bucket) - level;
    return missing <= 0 ? 0 : (missing + perMinute - 1) / perMinute;
  }

  void take(long amount, long nowMs) {
    fill(nowMs);
    level -= amount * MINUTE_MS;
  }

  /** What was taken was not used. */
  void giveBack(long amount) {
    level = Math.min(bucket, level + amount * MINUTE_MS);
  }

  private void fill(long nowMs) {
    if (asOfMs == Long.MIN_VALUE) {
      asOfMs = nowMs;
    }
    long passedMs = Math.max(0, nowMs - asOfMs);
    boolean isFull = passedMs >= (bucket - level) / perMinute + 1;
    level = isFull ? bucket : level + passedMs * perMinute;
    level = Math.min(bucket, level);
    asOfMs += passedMs;
  }
}
