// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static dev.millrace.ledger.Shop.call;
import static dev.millrace.ledger.Shop.money;
import static dev.millrace.ledger.Shop.ms;
import static dev.millrace.ledger.Shop.scope;
import static dev.millrace.pipeline.BudgetWindow.DAY;
import static dev.millrace.pipeline.BudgetWindow.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ledger.Standing.From;
import dev.millrace.ledger.Standing.Line;
import dev.millrace.pipeline.BudgetLimits;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final long NOON_MS = ms("2026-01-05T12:00:00Z");

  private final Shop shop = new Shop("Europe/Berlin");
  private final Scope tenant = scope(0, Map.of(HOUR, BudgetLimits.NONE, DAY, money(1_000L)));

  @Test
  void whoSpentNothingHasAllThatTheFileAllows() {
    assertThat(line(day(NOON_MS), Limit.MONEY))
        .isEqualTo(new Line(Limit.MONEY, 1_000L, From.FILE, 0, 0, 0));
    assertThat(line(day(NOON_MS), Limit.TOKENS))
        .isEqualTo(new Line(Limit.TOKENS, null, From.NOWHERE, 0, 0, 0));
    assertThat(standings(NOON_MS)).extracting(Standing::window).containsExactly(HOUR, DAY);
  }

  @Test
  void whatIsSpentAndWhatIsReservedIsNotLeft() {
    shop.settle(reserve(300, NOON_MS), call(250));
    reserve(100, NOON_MS + 1);

    Line money = line(day(NOON_MS + 2), Limit.MONEY);

    assertThat(money).isEqualTo(new Line(Limit.MONEY, 1_000L, From.FILE, 0, 250, 100));
    assertThat(money.left()).isEqualTo(650);
    assertThat(line(day(NOON_MS + 2), Limit.TOOL_CALLS).left()).as("no limit").isNull();
    assertThat(line(day(NOON_MS + 2), Limit.TOOL_CALLS).spent()).isEqualTo(1);
  }

  @Test
  void aLimitOfAControlIsToldFromTheFiles() {
    shop.ledger.limit(tenant, DAY, money(200L), "c-1");
    shop.settle(reserve(150, NOON_MS), call(150));
    shop.ledger.topUp(tenant, DAY, money(60L), "c-2", NOON_MS);

    Line money = line(day(NOON_MS), Limit.MONEY);

    assertThat(money).isEqualTo(new Line(Limit.MONEY, 260L, From.CONTROL, 60, 150, 0));
    assertThat(money.left()).isEqualTo(110);
  }

  @Test
  void whatWasBilledBeyondItsReservationIsOwed() {
    shop.settle(reserve(1_000, NOON_MS), call(1_300));

    assertThat(line(day(NOON_MS), Limit.MONEY).left()).isEqualTo(-300);
  }

  @Test
  void aWindowThatIsOverIsNotThePresentOne() {
    shop.ledger.topUp(tenant, DAY, money(60L), "c-1", NOON_MS);
    reserve(900, NOON_MS);

    Standing tomorrow = day(ms("2026-01-05T23:00:00Z"));

    assertThat(tomorrow.budget()).isEqualTo(Budget.EMPTY);
    assertThat(line(tomorrow, Limit.MONEY).most())
        .as("a top-up ends with its window")
        .isEqualTo(1_000);
    assertThat(day(ms("2026-01-05T22:59:59.999Z")).budget().reserved().moneyNanos()).isEqualTo(900);
  }

  @Test
  void aWindowEndsByTheZonesClock() {
    assertThat(day(NOON_MS).startMs()).isEqualTo(ms("2026-01-04T23:00:00Z"));
    assertThat(day(NOON_MS).endMs()).isEqualTo(ms("2026-01-05T23:00:00Z"));
    assertThat(instant(day(ms("2026-03-29T12:00:00Z")).endMs()))
        .as("a day of 23 hours")
        .isEqualTo("2026-03-29T22:00:00Z");
  }

  /** As the ledger itself, which does not go back to a window that was left. */
  @Test
  void aClockThatIsBehindTheLedgersFindsTheNewerWindow() {
    reserve(900, ms("2026-01-05T23:00:00Z"));

    Standing seenEarlier = day(ms("2026-01-05T22:58:00Z"));

    assertThat(seenEarlier.budget().reserved().moneyNanos()).isEqualTo(900);
    assertThat(instant(seenEarlier.endMs())).isEqualTo("2026-01-06T23:00:00Z");
  }

  private Hold reserve(long nanos, long nowMs) {
    return (Hold) shop.ledger.reserve(List.of(tenant), call(nanos), nowMs);
  }

  private List<Standing> standings(long nowMs) {
    Windows calendar = new Windows(ZoneId.of("Europe/Berlin"));
    return Standing.of(shop.get(tenant.key()), tenant.limits(), nowMs, calendar);
  }

  private Standing day(long nowMs) {
    return standings(nowMs).get(1);
  }

  private static Line line(Standing standing, Limit of) {
    return standing.lines().stream().filter(line -> line.of() == of).findFirst().orElseThrow();
  }

  private static String instant(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }
}
