// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.pipeline.Alarms;
import dev.millrace.pipeline.AtLimit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static Working spent(long nanos) {
    Budget budget = new Budget(Amounts.ofToolCall(nanos), Amounts.NONE);
    return new Working(
        Samples.facts(),
        Tally.NONE.withBudget(budget),
        Samples.routing("help"),
        3,
        List.of(),
        new Uprooted("", Set.of()),
        List.of(),
        AtLimit.NOTHING);
  }

  private static Charge of(InputBuckets input) {
    Usage usage = Usage.of(input.total(), 0);
    return Charge.of(Amounts.NONE, Amounts.ofModelCall(0, input.total(), 0), usage, input, 0);
  }

  private static List<Alarm> grown(InputBuckets input) {
    return Watch.after(spent(0), of(input), CallMean.NONE, Alarms.USUAL);
  }

  @Test
  void aHistoryThatGrowsByMoreThanAFifthOfWhatWasSentBeforeIsTold() {
    assertThat(grown(new InputBuckets(100, 400, 701, 300, 500, 0)))
        .as("201 over 1,000")
        .containsExactly(Alarm.HISTORY_GREW);
    assertThat(grown(new InputBuckets(100, 400, 700, 300, 500, 0))).as("200 over 1,000").isEmpty();
  }

  @Test
  void whatToolsReturnedIsNoGrowthOfHistory() {
    assertThat(grown(new InputBuckets(100, 400, 510, 9_000, 500, 0))).isEmpty();
  }

  @Test
  void theFirstStepAndSmallOnesHaveGrownFromNothing() {
    assertThat(grown(new InputBuckets(100, 400, 9_000, 0))).isEmpty();
    assertThat(grown(new InputBuckets(99, 400, 2_000, 0, 500, 0))).as("over 999").isEmpty();
  }

  @Test
  void aRunIsDearFromTenTimesTheMeanOfItsRoutesModelCalls() {
    CallMean mean =
        CallMean.NONE
            .plus(Amounts.ofModelCall(100, 1, 1))
            .plus(Amounts.ofToolCall(5_000))
            .plus(Amounts.ofModelCall(300, 1, 1));

    assertThat(Watch.after(spent(1_999), Charge.NONE, mean, Alarms.USUAL)).isEmpty();
    assertThat(Watch.after(spent(2_000), Charge.NONE, mean, Alarms.USUAL))
        .containsExactly(Alarm.RUN_DEAR);
  }

  @Test
  void noRunIsDearWhereModelsCostNothingOrNoneWasAsked() {
    CallMean free = CallMean.NONE.plus(Amounts.ofModelCall(0, 10, 1));

    assertThat(Watch.after(spent(5_000), Charge.NONE, CallMean.NONE, Alarms.USUAL)).isEmpty();
    assertThat(Watch.after(spent(5_000), Charge.NONE, free, Alarms.USUAL)).isEmpty();
  }

  @Test
  void whatWasToldOnceIsNotToldAgain() {
    CallMean mean = CallMean.NONE.plus(Amounts.ofModelCall(1, 1, 1));
    Working run = spent(100);
    Working told = run.withTally(run.tally().alarmed(Set.of(Alarm.RUN_DEAR)));

    assertThat(Watch.after(told, Charge.NONE, mean, Alarms.USUAL)).isEmpty();
  }
}
