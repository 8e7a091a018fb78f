// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static dev.millrace.ledger.Shop.call;
import static dev.millrace.ledger.Shop.money;
import static dev.millrace.ledger.Shop.ms;
import static dev.millrace.ledger.Shop.scope;
import static dev.millrace.pipeline.BudgetWindow.DAY;
import static dev.millrace.pipeline.BudgetWindow.HOUR;
import static dev.millrace.pipeline.BudgetWindow.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.BudgetLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What other systems got wrong, each by its name, and what else is promised of accounts. */
class AccountsTest {
  private static final long NOON_MS = ms("2026-01-05T12:00:00Z");

  private final Shop shop = new Shop("UTC");
  private final Scope tenant = scope(0, DAY, 1_000);

  /** A thousand runs at once want a tenth of what is there. */
  @Test
  void concurrentOverspend() {
    List<Hold> held = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      if (reserve(100, NOON_MS) instanceof Hold hold) {
        held.add(hold);
      }
    }
    assertThat(held).hasSize(10);
    held.forEach(hold -> shop.settle(hold, call(100)));
    assertThat(shop.budget(tenant, DAY).spent().moneyNanos()).isEqualTo(1_000);
    assertThat(reserve(1, NOON_MS)).isEqualTo(new Refusal("scope0", DAY, Limit.MONEY));
  }

  @Test
  void leakedReservation() {
    Hold hold = (Hold) reserve(900, NOON_MS);
    shop.settle(hold, Amounts.NONE);

    assertThat(shop.budget(tenant, DAY)).isEqualTo(Budget.EMPTY);
    assertThat(reserve(1_000, NOON_MS)).isInstanceOf(Hold.class);
  }

  /** One attempt is billed and failed, and the next one keeps what is held for it. */
  @Test
  void doubleCountOnRetry() {
    Hold hold = (Hold) reserve(300, NOON_MS);
    shop.ledger.pay(Shop::key, hold, call(200));
    shop.settle(hold, call(250));

    assertThat(shop.budget(tenant, DAY).spent().moneyNanos()).isEqualTo(450);
    assertThat(shop.budget(tenant, DAY).reserved()).isEqualTo(Amounts.NONE);
    assertThat(shop.window(tenant, DAY).beyond()).isEqualTo(Amounts.NONE);
  }

  /** What is reserved before midnight is paid out of that day, and not out of the new one. */
  @Test
  void windowResetRaceAtMidnight() {
    Hold before = (Hold) reserve(1_000, ms("2026-01-05T23:59:59.999Z"));
    Hold after = (Hold) reserve(1_000, ms("2026-01-06T00:00:00Z"));
    shop.settle(before, call(1_000));

    assertThat(shop.budget(tenant, DAY).spent()).isEqualTo(Amounts.NONE);
    shop.settle(after, call(400));
    assertThat(shop.budget(tenant, DAY).spent().moneyNanos()).isEqualTo(400);
    assertThat(shop.get(tenant.key()).windows()).as("yesterday is over").hasSize(1);
    assertThat(shop.get(tenant.key()).total().moneyNanos()).isEqualTo(1_400);
  }

  @Test
  void windowResetRaceAtADaylightSavingChange() {
    Shop berlin = new Shop("Europe/Berlin");
    Scope hourly = scope(0, Map.of(HOUR, money(100L), DAY, money(250L)));
    Hold summer =
        (Hold) berlin.ledger.reserve(List.of(hourly), call(100), ms("2026-10-25T00:59:00Z"));
    Hold winter =
        (Hold) berlin.ledger.reserve(List.of(hourly), call(100), ms("2026-10-25T01:01:00Z"));
    berlin.settle(summer, call(100));
    berlin.settle(winter, call(90));

    assertThat(berlin.budget(hourly, HOUR).spent().moneyNanos()).isEqualTo(90);
    assertThat(berlin.budget(hourly, DAY).spent().moneyNanos()).isEqualTo(190);
    assertThat(berlin.ledger.reserve(List.of(hourly), call(70), ms("2026-10-25T22:59:59Z")))
        .as("it is one day, of 25 hours")
        .isEqualTo(new Refusal("scope0", DAY, Limit.MONEY));
  }

  @Test
  void explicitZeroReplacedByAnEstimate() {
    Hold hold = (Hold) reserve(600, NOON_MS);
    shop.settle(hold, call(0));

    assertThat(shop.budget(tenant, DAY).spent()).isEqualTo(call(0));
    assertThat(shop.ledger.usedUp(List.of(scope(0, DAY, 0)), NOON_MS)).isNull();
    assertThat(shop.ledger.reserve(List.of(scope(0, DAY, 0)), call(1), NOON_MS))
        .as("a limit of 0 is a limit")
        .isInstanceOf(Refusal.class);
  }

  /** Whose limit is broken is named, and nobody else has anything held. */
  @Test
  void allScopesOrNone() {
    Scope user = scope(1, HOUR, 50);
    Scope route = scope(2, MINUTE, 500);
    assertThat(shop.ledger.reserve(List.of(tenant, user, route), call(51), NOON_MS))
        .isEqualTo(new Refusal("scope1", HOUR, Limit.MONEY));
    assertThat(shop.get(tenant.key())).isEqualTo(Account.EMPTY);
    assertThat(shop.get(route.key())).isEqualTo(Account.EMPTY);
  }

  /** Limits come and go with the file; what is held is given back where it was held. */
  @Test
  void aScopeThatWasNotHeldInIsNotSettledIn() {
    Hold hold = (Hold) reserve(100, NOON_MS);
    Scope user = scope(1, HOUR, 500);
    Hold both = (Hold) shop.ledger.reserve(List.of(tenant, user), call(200), NOON_MS);
    shop.settle(hold, call(100));
    shop.settle(both, call(20));

    assertThat(shop.budget(user, HOUR)).isEqualTo(new Budget(call(20), Amounts.NONE));
    assertThat(shop.budget(tenant, DAY).spent().moneyNanos()).isEqualTo(120);
  }

  /** What is billed is booked, and told apart from what was asked for. */
  @Test
  void whatIsBilledBeyondWhatWasHeldIsBookedAllTheSame() {
    Hold hold = (Hold) reserve(1_000, NOON_MS);
    shop.settle(hold, call(1_250));

    assertThat(shop.budget(tenant, DAY).spent().moneyNanos()).isEqualTo(1_250);
    assertThat(shop.window(tenant, DAY).beyond().moneyNanos()).isEqualTo(250);
    assertThat(shop.ledger.usedUp(List.of(tenant), NOON_MS)).isNotNull();
  }

  @Test
  void aClockThatIsSetBackOverMidnightFindsNoOldRoom() {
    shop.settle((Hold) reserve(100, ms("2026-01-05T23:00:00Z")), call(100));
    shop.settle((Hold) reserve(1_000, ms("2026-01-06T00:00:01Z")), call(1_000));

    assertThat(reserve(1, ms("2026-01-05T23:59:00Z"))).isInstanceOf(Refusal.class);
    assertThat(shop.ledger.usedUp(List.of(tenant), ms("2026-01-05T23:59:00Z"))).isNotNull();
    assertThat(shop.budget(tenant, DAY).spent().moneyNanos()).isEqualTo(1_000);
    assertThat(reserve(1_000, ms("2026-01-07T00:00:00Z"))).isInstanceOf(Hold.class);
  }

  /** It does not lock anybody out for years, and what was spent meanwhile is not lost. */
  @Test
  void aClockThatWasWrongByYearsIsForgotten() {
    shop.settle((Hold) reserve(700, ms("2099-01-01T00:00:00Z")), call(700));

    assertThat(reserve(301, NOON_MS)).isInstanceOf(Refusal.class);
    assertThat(reserve(300, NOON_MS)).isInstanceOf(Hold.class);
    assertThat(reserve(1_000, NOON_MS + Account.MOST_AHEAD_MS)).isInstanceOf(Hold.class);
  }

  @Test
  void aTopUpHoldsAtOnceAndUntilItsWindowIsOver() {
    shop.settle((Hold) reserve(1_000, NOON_MS), call(1_000));
    assertThat(reserve(500, NOON_MS)).isInstanceOf(Refusal.class);

    assertThat(topUp("c-1", 500)).isTrue();

    assertThat(shop.ledger.usedUp(List.of(tenant), NOON_MS)).isNull();
    assertThat(reserve(500, NOON_MS)).isInstanceOf(Hold.class);
    assertThat(reserve(1, NOON_MS)).isInstanceOf(Refusal.class);
    assertThat(reserve(1_001, ms("2026-01-06T12:00:00Z"))).isInstanceOf(Refusal.class);
  }

  /** It may begin a window, and a hold under a clock that is set back lies in that one too. */
  @Test
  void aTopUpMovesTheClockOfItsAccount() {
    Hold before = (Hold) reserve(600, ms("2026-01-05T23:58:00Z"));
    shop.ledger.topUp(tenant, DAY, money(500L), "c-1", ms("2026-01-06T00:01:00Z"));
    Hold setBack = (Hold) reserve(600, ms("2026-01-05T23:59:00Z"));

    shop.settle(setBack, call(600));

    assertThat(shop.budget(tenant, DAY)).isEqualTo(new Budget(call(600), Amounts.NONE));
    shop.settle(before, call(600));
    assertThat(shop.budget(tenant, DAY).spent()).isEqualTo(call(600));
  }

  @Test
  void topUpsBeyondAllMoneyAreNoDebt() {
    topUp("c-1", Long.MAX_VALUE);
    topUp("c-2", Long.MAX_VALUE);

    assertThat(shop.window(tenant, DAY).extra()).isEqualTo(money(Long.MAX_VALUE));
    assertThat(reserve(1_000_000, NOON_MS)).isInstanceOf(Hold.class);
  }

  @Test
  void aTopUpThatComesTwiceCountsOnce() {
    assertThat(topUp("c-1", 500)).isTrue();
    assertThat(topUp("c-1", 500)).isFalse();
    assertThat(topUp("c-2", 1)).isTrue();

    assertThat(shop.window(tenant, DAY).extra()).isEqualTo(money(501L));
  }

  @Test
  void aLimitThatIsSetHoldsUntilTheFileHoldsAgain() {
    long tomorrowMs = ms("2026-01-06T12:00:00Z");
    assertThat(shop.ledger.limit(tenant, DAY, money(10L), "c-1")).isTrue();
    assertThat(reserve(11, NOON_MS)).isInstanceOf(Refusal.class);
    assertThat(reserve(11, tomorrowMs)).isInstanceOf(Refusal.class);
    assertThat(shop.ledger.limit(tenant, DAY, BudgetLimits.NONE, "c-2")).isTrue();
    assertThat(reserve(1_000, tomorrowMs)).isInstanceOf(Hold.class);
  }

  private boolean topUp(String control, long nanos) {
    return shop.ledger.topUp(tenant, DAY, money(nanos), control, NOON_MS);
  }

  private Accounts.Answer reserve(long nanos, long nowMs) {
    return shop.ledger.reserve(List.of(tenant), call(nanos), nowMs);
  }
}
