// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.AccountLimits;
import org.junit.jupiter.api.Test;

class AccountBoundTest {
  private static final long NOW_MS = 77;

  @Test
  void withoutLimitsThereIsNone() {
    AccountBound account = AccountBound.of(AccountLimits.NONE);

    account.take(Integer.MAX_VALUE, NOW_MS);

    assertThat(account.waitMs(Integer.MAX_VALUE, NOW_MS)).isZero();
    assertThat(account.canHold(Long.MAX_VALUE)).isTrue();
  }

  @Test
  void whatIsShortestHoldsCallsBack() {
    AccountBound account = AccountBound.of(new AccountLimits(1_000L, 10_000L));
    account.take(900, NOW_MS);

    assertThat(account.waitMs(100, NOW_MS)).isZero();
    assertThat(account.waitMs(101, NOW_MS)).as("tokens").isPositive();

    for (int call = 0; call < 99; call++) {
      account.take(0, NOW_MS);
    }
    assertThat(account.waitMs(0, NOW_MS)).as("requests").isPositive();
  }

  @Test
  void aCallThatIsLargerThanAMinuteNeverFits() {
    AccountBound account = AccountBound.of(new AccountLimits(null, 10_000L));

    assertThat(account.canHold(10_000)).isTrue();
    assertThat(account.canHold(10_001)).isFalse();
  }

  @Test
  void whatACallDidNotUseIsThereForOthersAtOnce() {
    AccountBound account = AccountBound.of(new AccountLimits(10L, 10_000L));
    account.take(1_000, NOW_MS);
    account.giveBackTokens(900, 0);
    assertThat(account.waitMs(1, NOW_MS)).as("its request was used").isPositive();
    assertThat(account.waitMs(900, NOW_MS + 6_000)).isZero();

    account.giveBack(100, 0);
    assertThat(account.waitMs(1_000, NOW_MS)).isZero();
  }
}
