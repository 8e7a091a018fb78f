// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Alarms;

/** {@code alarms}. */
final class AlarmsForm extends Form<Alarms> {
  private final Key<Double> historyGrowth =
      key("history_growth", Numbers.decimal(0, 1_000), Alarms.USUAL.historyGrowth());
  private final Key<Integer> runCost =
      key("run_cost", Numbers.whole(1, 1_000_000), Alarms.USUAL.runCost());

  @Override
  Alarms build(Entries entries) {
    return new Alarms(entries.get(historyGrowth), entries.get(runCost));
  }
}
