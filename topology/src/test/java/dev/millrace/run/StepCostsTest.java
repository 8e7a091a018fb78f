// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.ledger.Amounts;
import org.junit.jupiter.api.Test;

class StepCostsTest {
  private static Charge charge(long nanos, InputBuckets input, long output) {
    Usage usage = Usage.of(input.total(), output);
    Amounts spent = Amounts.ofModelCall(nanos, usage.inputTokens(), usage.outputTokens());
    return Charge.of(Amounts.NONE, spent, usage, input, 0);
  }

  @Test
  void attemptsAndCallsOfAStepAreAddedUp() {
    StepCosts costs =
        StepCosts.NONE
            .plus(1, charge(5, new InputBuckets(1, 2, 3, 4, 2, 1), 7))
            .plus(3, charge(9, new InputBuckets(1, 2, 0, 0), 1))
            .plus(1, charge(6, new InputBuckets(10, 0, 0, 0), 0));

    assertThat(costs.each())
        .containsExactly(
            new StepCost(1, 11, 11, 2, 3, 4, 3, 7), new StepCost(3, 9, 1, 2, 0, 0, 0, 1));
  }

  @Test
  void whatCostNothingHasNoPlace() {
    assertThat(StepCosts.NONE.plus(1, Charge.NONE)).isEqualTo(StepCosts.NONE);
    assertThat(StepCosts.NONE.plus(1, Charge.savedByToolCache(8))).isEqualTo(StepCosts.NONE);
  }

  @Test
  void howeverManyStepsThereAreTheRecordStaysSmallAndTheSumRight() {
    StepCosts costs = StepCosts.NONE;
    for (int step = 1; step <= 500; step++) {
      costs = costs.plus(step, charge(3, new InputBuckets(1, 0, 0, 0), 0));
    }

    assertThat(costs.each()).hasSize(StepCosts.MOST);
    assertThat(costs.each().stream().mapToLong(StepCost::amountNanos).sum()).isEqualTo(1_500);
    assertThat(costs.each().get(StepCosts.MOST - 1).step()).isEqualTo(StepCosts.MOST);
  }
}
