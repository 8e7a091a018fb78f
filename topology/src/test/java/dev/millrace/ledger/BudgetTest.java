// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.pipeline.BudgetLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  private static final BudgetLimits TIGHT = new BudgetLimits(1_000L, 500L, 20L, 10L);

  /**
   * Overspend is zero by construction: what is held was asked for first, and settles to no more.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42, 4711})
  void whateverIsReservedAndSettledTheLimitsHold(long seed) {
    Random random = new Random(seed);
    Budget budget = Budget.EMPTY;
    List<Amounts> held = new ArrayList<>();
    int refused = 0;
    for (int turn = 0; turn < 2_000; turn++) {
      if (held.isEmpty() || random.nextInt(3) > 0) {
        Amounts worst = amounts(random);
        if (budget.broken(TIGHT, worst).isEmpty()) {
          budget = budget.reserve(worst);
          held.add(worst);
        } else {
          refused++;
        }
      } else {
        Amounts worst = held.remove(random.nextInt(held.size()));
        budget = budget.settle(worst, atMost(worst, random));
      }
      assertWithin(budget);
    }
    for (Amounts rest : held) {
      budget = budget.settle(rest, Amounts.NONE);
    }
    assertThat(budget.reserved()).isEqualTo(Amounts.NONE);
    assertWithin(budget);
    assertThat(refused).as("the limits were met at all").isPositive();
    assertThat(budget.spent().moneyNanos()).isPositive();
  }

  private static void assertWithin(Budget budget) {
    Amounts taken = budget.spent().plus(budget.reserved());
    assertThat(taken.moneyNanos()).isBetween(0L, 1_000L);
    assertThat(taken.tokens()).isBetween(0L, 500L);
    assertThat(taken.modelCalls()).isBetween(0L, 20L);
    assertThat(taken.toolCalls()).isBetween(0L, 10L);
  }

  private static Amounts amounts(Random random) {
    return random.nextBoolean()
        ? Amounts.ofModelCall(random.nextInt(60), random.nextInt(20), random.nextInt(10))
        : Amounts.ofToolCall(random.nextInt(20));
  }

  private static Amounts atMost(Amounts worst, Random random) {
    return random.nextInt(4) == 0
        ? Amounts.NONE
        : new Amounts(
            random.nextLong(worst.moneyNanos() + 1),
            random.nextLong(worst.tokens() + 1),
            0,
            0,
            worst.modelCalls(),
            worst.toolCalls());
  }

  @Test
  void toTheLastNanoItFitsAndNotOneFurther() {
    Budget budget = Budget.EMPTY.reserve(Amounts.ofToolCall(400)).settle(Amounts.NONE, money(100));

    assertThat(budget.broken(limits(1_000L), money(500))).isEmpty();
    assertThat(budget.broken(limits(1_000L), money(501))).contains(Limit.MONEY);
  }

  @Test
  void withoutALimitEverythingFits() {
    Budget budget = Budget.EMPTY.reserve(money(Long.MAX_VALUE / 2));
    assertThat(budget.broken(BudgetLimits.NONE, money(Long.MAX_VALUE / 4))).isEmpty();
    assertThat(budget.exhausted(BudgetLimits.NONE)).isEmpty();
  }

  @Test
  void theFirstLimitThatBreaksIsNamed() {
    BudgetLimits limits = new BudgetLimits(10L, 10L, 0L, 0L);
    assertThat(Budget.EMPTY.broken(limits, Amounts.ofModelCall(11, 11, 0))).contains(Limit.MONEY);
    assertThat(Budget.EMPTY.broken(limits, Amounts.ofModelCall(1, 11, 0))).contains(Limit.TOKENS);
    assertThat(Budget.EMPTY.broken(limits, Amounts.ofModelCall(1, 1, 0)))
        .contains(Limit.MODEL_CALLS);
    assertThat(Budget.EMPTY.broken(limits, Amounts.ofToolCall(1))).contains(Limit.TOOL_CALLS);
  }

  /** What is free of charge leaves even when there is no money at all. */
  @Test
  void aLimitIsNotBrokenByWhatDoesNotCountAgainstIt() {
    Budget broke = Budget.EMPTY.settle(Amounts.NONE, money(2_000));
    assertThat(broke.broken(limits(1_000L), Amounts.ofToolCall(0))).isEmpty();
    assertThat(broke.broken(limits(1_000L), Amounts.ofToolCall(1))).contains(Limit.MONEY);
  }

  @Test
  void usedUpIsAtTheLimitCountingWhatIsHeld() {
    Budget budget = Budget.EMPTY.reserve(money(999));
    assertThat(budget.exhausted(limits(1_000L))).isEmpty();
    assertThat(budget.reserve(money(1)).exhausted(limits(1_000L))).contains(Limit.MONEY);
    assertThat(Budget.EMPTY.exhausted(limits(0L))).isEmpty();
  }

  @Test
  void nobodyGivesBackWhatWasNotHeld() {
    Budget budget = Budget.EMPTY.reserve(money(5));
    assertThatThrownBy(() -> budget.settle(money(6), Amounts.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sumsNeverWrapAround() {
    Budget budget = Budget.EMPTY.reserve(money(Long.MAX_VALUE));
    assertThatThrownBy(() -> budget.broken(limits(10L), money(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  private static Amounts money(long nanos) {
    return new Amounts(nanos, 0, 0, 0, 0, 0);
  }

  private static BudgetLimits limits(@Nullable Long moneyNanos) {
    return new BudgetLimits(moneyNanos, null, null, null);
  }
}
