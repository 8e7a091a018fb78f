// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.BudgetLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When so much of a limit is left that a cheaper model is asked. */
class StepDownTest {

  @ParameterizedTest
  @CsvSource({
    // most, taken, millionths, down
    "100, 69, 300000, false",
    "100, 70, 300000, true",
    "100, 71, 300000, true",
    "1000000000000000001, 0, 999999, false",
    "9000000000000000000, 8999999999999999999, 1, true",
    "10, 0, 1000000, true",
    "10, 9, 0, false",
    "10, 10, 0, true",
    "0, 0, 0, true"
  })
  void itIsDownToASharePreciselyThere(long most, long taken, long millionths, boolean down) {
    Budget budget = new Budget(new Amounts(taken, 0, 0, 0, 0, 0), Amounts.NONE);
    BudgetLimits limits = new BudgetLimits(most, null, null, null);

    assertThat(Limit.isDownTo(millionths, budget, limits)).isEqualTo(down);
  }

  @ParameterizedTest
  @CsvSource({"7, 3, true", "6, 3, false"})
  void whatIsReservedIsTakenToo(long modelCalls, long reserved, boolean down) {
    Budget budget =
        new Budget(new Amounts(0, 0, 0, 0, modelCalls, 0), new Amounts(0, 0, 0, 0, reserved, 0));

    assertThat(Limit.isDownTo(0, budget, new BudgetLimits(null, null, 10L, null))).isEqualTo(down);
  }

  @ParameterizedTest
  @CsvSource({"1000000"})
  void callsOfToolsAreNoneThatAModelCouldSave(long millionths) {
    BudgetLimits tools = new BudgetLimits(null, null, null, 0L);

    assertThat(Limit.isDownTo(millionths, Budget.EMPTY, tools)).isFalse();
  }
}
