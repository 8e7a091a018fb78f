// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.BudgetWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExhaustedTest {
  private static final Pot DAY = new Pot("group/all", BudgetWindow.DAY);
  private static final Pot HOUR = new Pot("group/all", BudgetWindow.HOUR);
  private static final long START_MS = 7_000;

  private static List<Lack> lacks(Pot pot, long startMs) {
    return List.of(new Lack(new Pot("other", BudgetWindow.DAY), 0, amounts()), lack(pot, startMs));
  }

  private static Lack lack(Pot pot, long startMs) {
    return new Lack(pot, startMs, amounts());
  }

  private static Amounts amounts() {
    return new Amounts(0, 0, 0, 0, 0, 1);
  }

  @Test
  void remembersAllThatItWasToldOf() {
    Exhausted both = Exhausted.NONE.plus(DAY, START_MS).plus(HOUR, START_MS);

    assertThat(both.isOneOf(lacks(DAY, START_MS))).isTrue();
    assertThat(both.isOneOf(lacks(HOUR, START_MS))).isTrue();
    assertThat(Exhausted.NONE.isOneOf(lacks(DAY, START_MS))).isFalse();
  }

  @Test
  void theNextWindowIsFull() {
    Exhausted today = Exhausted.NONE.plus(DAY, START_MS);

    assertThat(today.isOneOf(lacks(DAY, START_MS + 1))).isFalse();
  }

  @Test
  void aGrantIsMore() {
    Exhausted hour = Exhausted.NONE.plus(DAY, START_MS).plus(HOUR, START_MS).minus(DAY);

    assertThat(hour.isOneOf(lacks(DAY, START_MS))).isFalse();
    assertThat(hour.isOneOf(lacks(HOUR, START_MS))).isTrue();
    assertThat(hour.minus(DAY)).isEqualTo(hour);
  }
}
