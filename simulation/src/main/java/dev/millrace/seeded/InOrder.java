// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.util.HashMap;
import java.util.Map;

/** Ways between partitions: what is told takes a while, and comes in its order. */
final class InOrder {
  private static final long LONGEST_MS = 2_000;

  private final Dice dice;
  private final Timeline timeline;
  private final Map<String, Long> lastAtMs = new HashMap<>();

  InOrder(Dice dice, Timeline timeline) {
    this.dice = dice;
    this.timeline = timeline;
  }

  void send(int from, int to, Runnable delivery) {
    String way = from + " " + to;
    long atMs = timeline.passedMs() + dice.skewed(1, LONGEST_MS);
    long inOrderMs = Math.max(atMs, lastAtMs.getOrDefault(way, 0L));
    lastAtMs.put(way, inOrderMs);
    timeline.after(inOrderMs - timeline.passedMs(), delivery);
  }
}
