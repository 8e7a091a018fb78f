// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.ledger.Account;
import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Accounts;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.Scope;
import dev.millrace.ledger.Windows;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a ledger, and to whom. */
class BudgetViewTest implements Accounts.Shelf {
  private static final long NOW_MS = Instant.parse("2026-01-05T12:00:00Z").toEpochMilli();

  private static final String FILE =
      """
      pipeline: {name: shop}
      routes:
        chat: {rules: [{text: a}], plan: {answer: hi}}
        research: {rules: [{text: b}], plan: {answer: hi}}
      budgets:
        currency: EUR
        zone: Europe/Berlin
        tenant: {day: {money: 5}, hour: {model_calls: 100}}
        user: {hour: {tokens: 1000}}
        routes: {research: {day: {money: 20}}}
        tenants: {acme: {day: {money: 50}, users: {boss: {hour: {tokens: 9000}}}}}
        groups: {all: {tenants: [acme, zoo], month: {money: 70}}}
      """;

  @TempDir private Path directory;

  private final Map<AccountKey, Account> accounts = new HashMap<>();
  private Pipeline pipeline;
  private Accounts ledger;

  @BeforeEach
  void read() throws IOException {
    Path file = Files.writeString(directory.resolve("p.yaml"), FILE);
    pipeline = ((Reading.Valid) PipelineFile.read(file, name -> null)).pipeline();
    ledger = new Accounts(new Windows(pipeline.budgets().zone()), this);
  }

  @Test
  void showsWhatIsSpentReservedAndLeft() {
    reserve(AccountKey.ofTenant("zoo"), Amounts.ofModelCall(1_250_000_000, 300, 20));
    ledger.topUp(
        scope(AccountKey.ofTenant("zoo")),
        BudgetWindow.DAY,
        new BudgetLimits(500_000_000L, null, null, null),
        "c-1",
        NOW_MS);

    assertThat(lines(null, null, null).stream().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "Budgets at 2026-01-05 13:00 by the clock of Europe/Berlin, money in EUR",
            "tenant scope window until of limit by spent reserved left",
            "acme tenant hour 2026-01-05 14:00 money - 0.000000 0.000000 -",
            "acme tenant hour 2026-01-05 14:00 model_calls 100 file 0 0 100",
            "acme tenant day 2026-01-06 00:00 money 50.000000 file 0.000000 0.000000 50.000000",
            "zoo tenant hour 2026-01-05 14:00 money - 0.000000 1.250000 -",
            "zoo tenant hour 2026-01-05 14:00 tokens - 0 320 -",
            "zoo tenant hour 2026-01-05 14:00 input_tokens - 0 300 -",
            "zoo tenant hour 2026-01-05 14:00 output_tokens - 0 20 -",
            "zoo tenant hour 2026-01-05 14:00 model_calls 100 file 0 1 99",
            "zoo tenant day 2026-01-06 00:00 money 5.500000 file, top-up 0.500000 0.000000 1.250000"
                + " 4.250000",
            "zoo tenant day 2026-01-06 00:00 tokens - 0 320 -",
            "zoo tenant day 2026-01-06 00:00 input_tokens - 0 300 -",
            "zoo tenant day 2026-01-06 00:00 output_tokens - 0 20 -",
            "zoo tenant day 2026-01-06 00:00 model_calls - 0 1 -",
            " group all month 2026-02-01 00:00 money 70.000000 file 0.000000 0.000000 70.000000");
  }

  @Test
  void nobodySeesAnotherTenants() {
    reserve(AccountKey.ofTenant("zoo"), Amounts.ofToolCall(1));
    reserve(AccountKey.ofUser("zoo", "acme"), Amounts.ofToolCall(1));
    reserve(AccountKey.ofRoute("zoo", "research"), Amounts.ofToolCall(1));
    reserve(AccountKey.ofUser("acme", "ann"), Amounts.ofToolCall(1));

    assertThat(whose("acme", null, null))
        .containsExactly(
            AccountKey.ofTenant("acme"),
            AccountKey.ofUser("acme", "ann"),
            AccountKey.ofUser("acme", "boss"),
            AccountKey.ofRoute("acme", "research"));
    assertThat(whose("acme", "ann", null)).containsExactly(AccountKey.ofUser("acme", "ann"));
    assertThat(whose(null, null, "research"))
        .containsExactly(AccountKey.ofRoute("zoo", "research"));
  }

  @Test
  void whoIsNamedIsShownWithNothingSpent() {
    assertThat(whose("acme", "carl", null)).containsExactly(AccountKey.ofUser("acme", "carl"));
    assertThat(lines("acme", "boss", null))
        .anyMatch(line -> line.matches("acme +user boss +hour .* tokens +9000 +file +0 +0 +9000"));
    assertThat(whose("acme", null, "chat")).as("no limit of it").isEmpty();
  }

  @Test
  void whatThereIsNotIsSaid() {
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> view("nobody", null, null))
        .withMessage(
            "no tenant nobody: it has spent nothing, and the pipeline file does not name it");
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> view(null, null, "reserch"))
        .withMessage("no route reserch: there are chat, research");
  }

  @Test
  void programsGetAllAmountsInNanos() {
    reserve(AccountKey.ofUser("zoo", "a,\"b\""), Amounts.ofModelCall(7, 300, 20));
    BudgetReport report = new BudgetReport(view("zoo", "a,\"b\"", null));

    assertThat(report.csv())
        .hasSize(1 + 6)
        .contains(
            "zoo,user,\"a,\"\"b\"\"\",hour,2026-01-05T12:00:00Z,2026-01-05T13:00:00Z,money_nanos,EUR,,nowhere,0,0,7,",
            "zoo,user,\"a,\"\"b\"\"\",hour,2026-01-05T12:00:00Z,2026-01-05T13:00:00Z,tokens,,1000,file,0,0,320,680");
    assertThat(report.json().at("/budgets/0/tokens"))
        .hasToString(
            "{\"limit\":1000,\"limit_from\":\"file\",\"raised_by\":0,\"spent\":0,\"reserved\":320,\"left\":680}");
    assertThat(report.json().at("/budgets/0/money_nanos/limit").isNull()).isTrue();
    assertThat(report.json().at("/budgets/0/ends_at_ms").asLong()).isEqualTo(NOW_MS + 3_600_000);
  }

  private void reserve(AccountKey whose, Amounts amounts) {
    assertThat(ledger.reserve(List.of(scope(whose)), amounts, NOW_MS)).isInstanceOf(Hold.class);
  }

  private Scope scope(AccountKey whose) {
    return new Scope(0, "scope", whose.text(), whose.limits(pipeline.budgets()));
  }

  private BudgetView view(@Nullable String tenant, @Nullable String user, @Nullable String route) {
    return BudgetView.of(pipeline, accounts, new BudgetQuestion(tenant, user, route), NOW_MS);
  }

  private List<String> lines(
      @Nullable String tenant, @Nullable String user, @Nullable String route) {
    return new BudgetReport(view(tenant, user, route)).lines();
  }

  private List<AccountKey> whose(
      @Nullable String tenant, @Nullable String user, @Nullable String route) {
    return view(tenant, user, route).rows().stream().map(BudgetView.Row::whose).distinct().toList();
  }

  @Override
  public Account get(String key) {
    return accounts.getOrDefault(AccountKey.parse(key).orElseThrow(), Account.EMPTY);
  }

  @Override
  public void put(String key, Account account) {
    accounts.put(AccountKey.parse(key).orElseThrow(), account);
  }
}
