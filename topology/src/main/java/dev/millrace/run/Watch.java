// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.pipeline.Alarms;
import java.util.ArrayList;
import java.util.List;

/** Says what people should hear of a run after one of its calls was paid. */
public final class Watch {
  private Watch() {}

  /**
   * The alarms that a run gives now, and has not given before.
   *
   * @param run with the charge in its tally
   * @param single what model calls of its route cost
   */
  public static List<Alarm> after(Working run, Charge charge, CallMean single, Alarms at) {
    List<Alarm> given = new ArrayList<>();
    if (Growth.of(charge.input()).exceeds(at.historyGrowth())) {
      given.add(Alarm.HISTORY_GREW);
    }
    if (single.isExceededBy(run.tally().budget().spent().moneyNanos(), at.runCost())) {
      given.add(Alarm.RUN_DEAR);
    }
    given.removeAll(run.tally().alarms());
    return given;
  }
}
