// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ledger.Account;
import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Accounts;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Scope;
import dev.millrace.ledger.Standing;
import dev.millrace.ledger.Windows;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.GroupBudget;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.TenantBudgets;
import dev.millrace.pipeline.WindowLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the ledger's topic tells of budgets that one partition spends from, and several. */
class BudgetChangelogTest {
  private static final Windows CALENDAR = new Windows(ZoneOffset.UTC);
  private static final long NOON_MS = Instant.parse("2026-01-05T12:00:00Z").toEpochMilli();
  private static final long TODAY_MS = CALENDAR.startMs(BudgetWindow.DAY, NOON_MS);
  private static final WindowLimits TEN = WindowLimits.of(BudgetWindow.DAY, calls(10));

  private final BudgetChangelog changelog = new BudgetChangelog("shop");

  private static BudgetLimits calls(long most) {
    return new BudgetLimits(null, null, null, most);
  }

  private static Budgets budgets(int shards) {
    return new Budgets(
        "USD",
        ZoneOffset.UTC,
        RunLimits.NONE,
        new TenantBudgets(TEN, WindowLimits.NONE, Map.of()),
        Map.of("acme", new TenantBudgets(WindowLimits.NONE, WindowLimits.NONE, Map.of(), shards)),
        WindowLimits.NONE,
        Map.of(),
        Map.of(),
        Map.of("retail", new GroupBudget(List.of("acme"), TEN)));
  }

  /** The accounts of one partition. */
  private final class Partition implements Accounts.Shelf {
    private final int number;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Accounts ledger = new Accounts(CALENDAR, this);

    Partition(int number) {
      this.number = number;
    }

    @Override
    public Account get(String key) {
      return accounts.getOrDefault(key, Account.EMPTY);
    }

    @Override
    public void put(String key, Account account) {
      accounts.put(key, account);
      byte[] value = LedgerCodec.accounts().serializer().serialize("", account);
      changelog.read(number, key.getBytes(StandardCharsets.UTF_8), value);
    }

    /** Spends so much of what is granted, and holds one call more. */
    void spends(AccountKey whose, long granted, long spent, long atMs) {
      String key = whose.leaseText();
      long startMs = CALENDAR.startMs(BudgetWindow.DAY, atMs);
      ledger.allot(new Pot(key, BudgetWindow.DAY), startMs, toolCalls(granted));
      Scope lease = new Scope(4, "lease", key, TEN.nothing(), true);
      Hold hold = (Hold) ledger.reserve(List.of(lease), toolCalls(spent), atMs);
      ledger.settle(place -> key, hold, toolCalls(spent));
      assertThat(ledger.reserve(List.of(lease), toolCalls(1), atMs)).isInstanceOf(Hold.class);
    }
  }

  private static Amounts toolCalls(long calls) {
    return new Amounts(0, 0, 0, 0, 0, calls);
  }

  private Standing.Line toolCalls(AccountKey whose, Budgets budgets) {
    Account account = changelog.accounts(budgets).getOrDefault(whose, Account.EMPTY);
    Standing day = Standing.of(account, whose.limits(budgets), NOON_MS, CALENDAR).get(0);
    return day.lines().stream().filter(l -> l.of().key().equals("tool_calls")).findAny().get();
  }

  @Test
  void whatPartitionsSpendOfOneBudgetIsAddedUp() {
    for (AccountKey whose : List.of(AccountKey.ofGroup("retail"), AccountKey.ofTenant("acme"))) {
      new Partition(0).spends(whose, 4, 3, NOON_MS);
      new Partition(2).spends(whose, 5, 2, NOON_MS);

      Standing.Line line = toolCalls(whose, budgets(3));

      assertThat(line.most()).as("not what was granted").isEqualTo(10);
      assertThat(line.spent()).isEqualTo(5);
      assertThat(line.reserved()).isEqualTo(2);
      assertThat(line.left()).isEqualTo(3);
    }
  }

  @Test
  void aWindowThatIsOverInOnePartitionIsNotAddedToTheNext() {
    AccountKey group = AccountKey.ofGroup("retail");
    new Partition(0).spends(group, 4, 3, TODAY_MS - 1);
    new Partition(2).spends(group, 5, 2, NOON_MS);

    assertThat(toolCalls(group, budgets(1)).spent()).isEqualTo(2);
  }

  @Test
  void whatAControlHasAddedStandsInTheHome() {
    AccountKey acme = AccountKey.ofTenant("acme");
    new Partition(0).spends(acme, 4, 3, NOON_MS);
    Partition home = new Partition(1);
    Scope whole = new Scope(5, "tenant", AccountKey.limitsText(acme.leaseText()), TEN);
    home.ledger.topUp(whole, BudgetWindow.DAY, calls(7), "c-1", NOON_MS);

    Standing.Line line = toolCalls(acme, budgets(3));

    assertThat(line.most()).isEqualTo(17);
    assertThat(line.raisedBy()).isEqualTo(7);
    assertThat(line.left()).isEqualTo(13);
  }

  @Test
  void whatATenantHadBeforeItWasSplitIsNotThere() {
    AccountKey acme = AccountKey.ofTenant("acme");
    Scope only = new Scope(0, "tenant", acme.text(), TEN);
    new Partition(0).ledger.reserve(List.of(only), toolCalls(9), NOON_MS);
    new Partition(1).spends(acme, 4, 3, NOON_MS);

    assertThat(toolCalls(acme, budgets(3)).reserved()).isEqualTo(1);
    assertThat(toolCalls(acme, budgets(1)).reserved()).as("in one partition").isEqualTo(9);
  }
}
