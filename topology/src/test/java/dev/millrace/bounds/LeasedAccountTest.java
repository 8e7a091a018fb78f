// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import static dev.millrace.bounds.MinuteLease.amounts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ledger.Amounts;
import dev.millrace.pipeline.AccountLimits;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeasedAccountTest {
  private static final long SLICE = 60_000_000;
  private static final long NEXT = SLICE + 6_000;

  private final LeasedAccount account = new LeasedAccount(new AccountLimits(100L, 10_000L, true));

  private void granted(long startMs, long requests, long tokens, boolean isAll, long nowMs) {
    account.granted(startMs, 6_000, amounts(requests, tokens), isAll, nowMs);
  }

  @Test
  void whatWasNotGrantedWaitsUntilItWasAskedForAndGranted() {
    assertThat(account.waitMs(50, 0)).isPositive();
    assertThat(account.isToAsk(0)).isTrue();

    LeasedAccount.Demand demand = account.ask(50, 3, 120, 0);

    assertThat(demand.least()).isEqualTo(amounts(1, 50));
    assertThat(demand.wants()).isEqualTo(amounts(3, 120));
    assertThat(demand.unused()).isEmpty();
    assertThat(account.isToAsk(5_999)).as("until there should have been an answer").isFalse();
    assertThat(account.waitMs(50, 100)).isEqualTo(5_900);
    assertThat(account.isToAsk(6_000)).isTrue();

    granted(SLICE, 3, 120, false, 40);
    assertThat(account.waitMs(50, 40)).isZero();
    account.take(50, 40);
    assertThat(account.waitMs(71, 40)).isPositive();
    assertThat(account.isToAsk(40)).as("there may be more").isTrue();
  }

  @Test
  void whoWasToldThatThereIsNoMoreAsksInTheNextSlice() {
    account.ask(50, 3, 120, 0);
    account.granted(SLICE, 2_000, amounts(1, 50), true, 40);
    account.take(50, 40);

    assertThat(account.isToAsk(41)).isFalse();
    assertThat(account.waitMs(50, 1_040)).isEqualTo(1_000);
    assertThat(account.isToAsk(2_040)).isTrue();
  }

  @Test
  void withItsSliceALeaseIsOver() {
    granted(SLICE, 3, 120, false, 0);

    assertThat(account.waitMs(50, 5_999)).isZero();
    assertThat(account.waitMs(50, 6_000)).isPositive();
  }

  @Test
  void whatComesTooLateIsNotUsedAndGivenBack() {
    account.granted(SLICE, -10, amounts(3, 120), false, 0);

    assertThat(account.waitMs(50, 0)).isPositive();
    assertThat(account.ask(50, 1, 50, 0).unused()).isEqualTo(Map.of(SLICE, amounts(3, 120)));
  }

  @Test
  void whatWasNotUsedIsGivenBackOnce() {
    granted(SLICE, 3, 120, false, 0);
    account.take(50, 0);

    assertThat(account.ask(50, 1, 50, 6_000).unused()).isEqualTo(Map.of(SLICE, amounts(2, 70)));
    assertThat(account.ask(50, 1, 50, 12_000).unused()).isEmpty();
  }

  @Test
  void tokensThatACallDidNotUseAreThereAtOnceOrGivenBack() {
    granted(SLICE, 3, 120, false, 0);
    account.take(100, 0);
    account.giveBackTokens(60, 0);
    assertThat(account.waitMs(80, 1_000)).isZero();
    account.take(80, 1_000);
    granted(NEXT, 1, 10, false, 6_000);

    account.giveBackTokens(30, 1_000);

    assertThat(account.waitMs(11, 6_000)).as("that was another slice").isPositive();
    assertThat(account.ask(50, 1, 50, 6_001).unused()).isEqualTo(Map.of(SLICE, amounts(1, 30)));
  }

  @Test
  void aCallThatUsedMoreIsPaidForByTheNext() {
    granted(SLICE, 3, 120, false, 0);
    account.take(100, 0);

    account.giveBackTokens(-15, 0);

    assertThat(account.waitMs(6, 10)).isPositive();
    assertThat(account.waitMs(5, 10)).isZero();
  }

  @Test
  void aCallThatDidNotLeaveCountsForNothing() {
    granted(SLICE, 1, 50, false, 0);
    account.take(50, 10);
    assertThat(account.waitMs(50, 10)).isPositive();

    account.giveBack(50, 10);

    assertThat(account.waitMs(50, 10)).isZero();
  }

  @Test
  void asMuchIsAskedForAsWasUsedInTheSliceBefore() {
    granted(SLICE, 20, 400, false, 0);
    for (int call = 0; call < 8; call++) {
      account.take(50, 0);
    }

    Amounts wants = account.ask(50, 1, 50, 6_000).wants();
    granted(NEXT, wants.modelCalls(), wants.tokens(), false, 6_001);

    assertThat(wants).isEqualTo(amounts(9, 450));
    for (int call = 0; call < 9; call++) {
      account.take(50, 6_002);
    }
    assertThat(account.ask(50, 1, 50, 6_003).wants())
        .as("as much again as in this one so far")
        .isEqualTo(amounts(10, 500));
  }

  @Test
  void onlyWhatIsLimitedIsAskedFor() {
    LeasedAccount ofRequests = new LeasedAccount(new AccountLimits(100L, null, true));

    assertThat(ofRequests.ask(50, 2, 100, 0).wants()).isEqualTo(amounts(2, 0));
    ofRequests.granted(SLICE, 6_000, amounts(2, 0), false, 0);

    assertThat(ofRequests.waitMs(1_000_000, 0)).isZero();
    assertThat(ofRequests.canHold(Long.MAX_VALUE)).isTrue();
    assertThat(account.canHold(10_001)).isFalse();
  }
}
