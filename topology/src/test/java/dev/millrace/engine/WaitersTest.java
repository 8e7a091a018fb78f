// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.Waiters.Need;
import dev.millrace.engine.Waiters.OfRun;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.Lack;
import dev.millrace.ledger.Pot;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.run.RunId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitersTest {
  private static final Pot TENANT = new Pot("tenant", BudgetWindow.DAY);
  private static final Pot GROUP = new Pot("group", BudgetWindow.DAY);
  private static final OfRun ANN = new OfRun(RunId.of("acme", "ann"));
  private static final OfRun BOB = new OfRun(RunId.of("acme", "bob"));

  private final Waiters waiters = new Waiters();

  private static Lack lack(Pot pot, long nanos) {
    return new Lack(pot, 0, calls(nanos));
  }

  private static Amounts calls(long nanos) {
    return Amounts.ofToolCall(nanos);
  }

  @Test
  void whoWaitsComesBackInOrderWithWhatItWasTold() {
    Exhausted group = Exhausted.NONE.plus(GROUP, 0);
    waiters.add(BOB, List.of(lack(TENANT, 1)), group);
    waiters.add(ANN, List.of(lack(TENANT, 2)), Exhausted.NONE);

    assertThat(waiters.needs())
        .containsExactly(new Need(TENANT, 0, calls(1), calls(1).plus(calls(2))));
    assertThat(waiters.take(TENANT).keySet()).containsExactly(BOB, ANN);
    assertThat(waiters.take(TENANT)).isEmpty();
    assertThat(waiters.needs()).isEmpty();
  }

  @Test
  void whoLacksTwoBudgetsComesBackOnce() {
    waiters.add(ANN, List.of(lack(TENANT, 1), lack(GROUP, 1)), Exhausted.NONE);

    assertThat(waiters.take(TENANT)).containsOnlyKeys(ANN);
    assertThat(waiters.take(GROUP)).isEmpty();
    assertThat(waiters.needs()).isEmpty();
  }

  @Test
  void whoStillWaitsIsAskedForAsIfTheOthersHadNeverCome() {
    waiters.add(ANN, List.of(lack(TENANT, 1), lack(GROUP, 1)), Exhausted.NONE);
    waiters.add(BOB, List.of(lack(GROUP, 2)), Exhausted.NONE);
    waiters.take(TENANT);

    assertThat(waiters.needs()).containsExactly(new Need(GROUP, 0, calls(2), calls(2)));

    waiters.add(ANN, List.of(lack(GROUP, 1)), Exhausted.NONE);
    assertThat(waiters.needs())
        .containsExactly(new Need(GROUP, 0, calls(2), calls(2).plus(calls(1))));
    assertThat(waiters.take(GROUP).keySet()).containsExactly(BOB, ANN);
  }

  @Test
  void onlyTheFirstOfThemIsNews() {
    assertThat(waiters.add(ANN, List.of(lack(TENANT, 1)), Exhausted.NONE)).isTrue();
    assertThat(waiters.add(BOB, List.of(lack(TENANT, 1)), Exhausted.NONE)).isFalse();
    waiters.needs();
    assertThat(waiters.add(BOB, List.of(lack(GROUP, 1)), Exhausted.NONE)).isTrue();
  }
}
