// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

/** The wall clock is set, as clocks are: a little back, or forward, or into the next day. */
final class Clocks {
  private static final long SPAN_MS = 60_000;
  private static final long DAY_MS = 86_400_000;

  private final Dice dice;
  private final Timeline timeline;
  private final Faults faults;

  Clocks(Dice dice, Timeline timeline, Faults faults) {
    this.dice = dice;
    this.timeline = timeline;
    this.faults = faults;
  }

  void plan() {
    if (dice.oneIn(4)) {
      set(Fault.CLOCK_FORWARD, dice.between(1, 120_000));
    }
    if (dice.oneIn(8)) {
      set(Fault.NEXT_DAY, DAY_MS + dice.between(0, 60_000));
    }
    if (dice.oneIn(4)) {
      set(Fault.CLOCK_BACK, -dice.between(1, 1_500));
    }
  }

  private void set(Fault fault, long forwardMs) {
    timeline.after(
        dice.between(0, SPAN_MS),
        () -> {
          faults.count(fault);
          timeline.set(forwardMs);
        });
  }
}
