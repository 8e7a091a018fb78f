// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.RunLimits;
import java.time.Duration;
import java.util.List;

/** What a run may use. */
final class RunBudgetForm extends Form<RunLimits> {
  private static final String STEPS = "steps";
  private static final String RETRIES = "retries";
  private static final String WALL_CLOCK = "wall_clock";

  /** Keys of limits that no window has. */
  static final List<String> OF_RUNS = List.of(STEPS, RETRIES, WALL_CLOCK);

  private final SpendingKeys spending = new SpendingKeys(this);
  private final Key<Long> steps = optional(STEPS, Numbers.whole(0L, SpendingKeys.MOST));
  private final Key<Long> retries = optional(RETRIES, Numbers.whole(0L, SpendingKeys.MOST));
  private final Key<Duration> wallClock =
      optional(WALL_CLOCK, Quantities.duration(Duration.ofMillis(1), Duration.ofDays(7)));

  @Override
  RunLimits build(Entries entries) {
    return new RunLimits(
        spending.read(entries),
        entries.find(steps),
        entries.find(retries),
        entries.find(wallClock));
  }
}
