// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.AccountStanding;
import dev.millrace.call.AccountStanding.Count;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToldLimitsTest {
  private static final long SECOND_MS = 1_000;
  private static final long MINUTE_MS = 60_000;

  private final ToldLimits told = new ToldLimits();
  private long nowMs = 5_000_000;

  @Test
  void whoSaysNothingHoldsNobodyBack() {
    for (int call = 0; call < 1_000; call++) {
      assertThat(waitMs()).isZero();
      leave();
    }
    told.learn(AccountStanding.NONE, 10, 10, nowMs, nowMs);

    assertThat(waitMs()).isZero();
  }

  @Test
  void whatIsUsedUpIsWaitedForUntilItsReset() {
    leave();
    nowMs += 200;

    told.learn(requests(100L, 0, 20 * SECOND_MS), 10, 10, nowMs - 200, nowMs);

    assertThat(waitMs()).isEqualTo(20 * SECOND_MS - 200);
    nowMs += 20 * SECOND_MS;
    assertThat(waitMs()).as("it is new").isZero();
  }

  @Test
  void whatIsLeftIsCountedDownUntilThereIsNewsOfIt() {
    told.learn(requests(100L, 2, 30 * SECOND_MS), 10, 10, nowMs, nowMs);
    leave();
    assertThat(waitMs()).isZero();
    leave();
    assertThat(waitMs()).isPositive();

    nowMs += SECOND_MS;
    told.learn(requests(100L, 40, 30 * SECOND_MS), 10, 10, nowMs, nowMs);

    assertThat(waitMs()).as("others gave theirs back").isZero();
  }

  @Test
  void afterAResetThereIsTheLimitForAnotherMinute() {
    told.learn(requests(2L, 0, SECOND_MS), 10, 10, nowMs, nowMs);
    nowMs += SECOND_MS;
    leaveIfAllowed();
    leaveIfAllowed();

    assertThat(waitMs()).isEqualTo(MINUTE_MS);
    nowMs += MINUTE_MS;
    assertThat(waitMs()).isZero();
  }

  @Test
  void ofWhatHasNoLimitNothingIsKnownAfterItsReset() {
    told.learn(requests(null, 0, SECOND_MS), 10, 10, nowMs, nowMs);
    assertThat(waitMs()).isEqualTo(SECOND_MS);
    nowMs += SECOND_MS;

    for (int call = 0; call < 100; call++) {
      assertThat(waitMs()).isZero();
      leave();
    }
  }

  @Test
  void aLongAnswerTellsOfWhenItBegan() {
    long sentAtMs = nowMs;
    leave();
    nowMs += SECOND_MS; // Its headers come now, and know of one call.
    AccountStanding standing = requests(10L, 9, MINUTE_MS, SECOND_MS);
    for (int call = 0; call < 9; call++) {
      nowMs += SECOND_MS;
      leave();
    }

    told.learn(standing, 10, 10, sentAtMs, nowMs);

    assertThat(waitMs()).isEqualTo(MINUTE_MS - 10 * SECOND_MS);
  }

  @Test
  void whatWasSaidBeforeIsNoNews() {
    nowMs += 10 * SECOND_MS;
    told.learn(requests(10L, 0, 30 * SECOND_MS), 10, 10, nowMs, nowMs);

    told.learn(requests(10L, 9, 40 * SECOND_MS), 10, 10, nowMs - 10 * SECOND_MS, nowMs);

    assertThat(waitMs()).isPositive();
  }

  @Test
  void aWindowThatIsOverTellsNothing() {
    told.learn(requests(10L, 0, SECOND_MS, 100), 10, 10, nowMs - 2 * SECOND_MS, nowMs);

    assertThat(waitMs()).isZero();
  }

  @Test
  void tokensOfEachKindCount() {
    Count few = new Count(1_000L, 50, Duration.ofSeconds(10));
    assertWaits(new AccountStanding(null, few, null, null, Duration.ZERO), 30, 30, true);
    assertWaits(new AccountStanding(null, few, null, null, Duration.ZERO), 20, 30, false);
    assertWaits(new AccountStanding(null, null, few, null, Duration.ZERO), 51, 0, true);
    assertWaits(new AccountStanding(null, null, few, null, Duration.ZERO), 50, 900, false);
    assertWaits(new AccountStanding(null, null, null, few, Duration.ZERO), 0, 51, true);
    assertWaits(new AccountStanding(null, null, null, few, Duration.ZERO), 900, 50, false);
  }

  private void assertWaits(AccountStanding standing, long input, long output, boolean waits) {
    ToldLimits each = new ToldLimits();
    each.learn(standing, 0, 0, nowMs, nowMs);
    assertThat(each.waitMs(input, output, nowMs) > 0).isEqualTo(waits);
  }

  /** The provider may count in another way than by the most that a call may come to. */
  @Test
  void aCallThatIsLargerThanTheLimitLeavesWhenThereIsAllOfIt() {
    Count some = new Count(1_000L, 999, Duration.ofSeconds(10));
    told.learn(new AccountStanding(null, some, null, null, Duration.ZERO), 0, 0, nowMs, nowMs);
    assertThat(told.waitMs(5_000, 5_000, nowMs)).isEqualTo(10 * SECOND_MS);
    nowMs += 10 * SECOND_MS;

    assertThat(told.waitMs(5_000, 5_000, nowMs)).isZero();
  }

  /** Who is refused may go elsewhere, or come back in its own time; in a line it could not. */
  @Test
  void nobodyWaitsForADaysQuotaHere() {
    told.learn(requests(1_000L, 0, 3 * MINUTE_MS), 10, 10, nowMs, nowMs);
    told.hold(3 * MINUTE_MS, nowMs);

    assertThat(waitMs()).isZero();
  }

  @Test
  void whoIsToldWhenToComeBackHoldsAllBackUntilThen() {
    told.hold(2 * SECOND_MS, nowMs);
    told.hold(SECOND_MS, nowMs);
    assertThat(waitMs()).isEqualTo(2 * SECOND_MS);

    nowMs += 2 * SECOND_MS;
    assertThat(waitMs()).isZero();
  }

  @Test
  void aCallThatHasNotLeftAfterAllIsNotCounted() {
    told.learn(requests(10L, 1, 30 * SECOND_MS), 10, 10, nowMs, nowMs);
    leave();
    assertThat(waitMs()).isPositive();

    told.take(-1, -10, -10, nowMs);

    assertThat(waitMs()).isZero();
  }

  private void leaveIfAllowed() {
    assertThat(waitMs()).isZero();
    leave();
  }

  private void leave() {
    told.take(1, 10, 10, nowMs);
  }

  private long waitMs() {
    return told.waitMs(10, 10, nowMs);
  }

  private static AccountStanding requests(@Nullable Long limit, long remaining, long resetMs) {
    return requests(limit, remaining, resetMs, 0);
  }

  private static AccountStanding requests(
      @Nullable Long limit, long remaining, long resetMs, long saidMs) {
    Count count = new Count(limit, remaining, Duration.ofMillis(resetMs));
    return new AccountStanding(count, null, null, null, Duration.ofMillis(saidMs));
  }
}
