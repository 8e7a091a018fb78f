// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.ledger.Account;
import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.AccountKey.Kind;
import dev.millrace.ledger.Standing;
import dev.millrace.ledger.Windows;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.Pipeline;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How budgets stand at an instant.
 *
 * @param rows in the order of tenants, then of scopes and their names, then of windows; groups come
 *     last
 */
record BudgetView(Budgets budgets, long atMs, List<Row> rows) {

  /** One window of somebody's. */
  record Row(AccountKey whose, Standing standing) {}

  private static final Comparator<AccountKey> ORDER =
      Comparator.<AccountKey, Boolean>comparing(key -> key.kind() == Kind.GROUP)
          .thenComparing(AccountKey::tenant)
          .thenComparing(AccountKey::kind)
          .thenComparing(AccountKey::name);

  /**
   * What the accounts say, by the limits of the pipeline file.
   *
   * @throws CommandException if the question names what there is not
   */
  static BudgetView of(
      Pipeline pipeline, Map<AccountKey, Account> accounts, BudgetQuestion question, long nowMs) {
    check(pipeline, accounts, question);
    Budgets budgets = pipeline.budgets();
    Windows calendar = new Windows(budgets.zone());
    List<Row> rows =
        keys(pipeline, accounts, question).stream()
            .filter(question::asksFor)
            .sorted(ORDER)
            .flatMap(
                key -> {
                  Account account = accounts.getOrDefault(key, Account.EMPTY);
                  return Standing.of(account, key.limits(budgets), nowMs, calendar).stream()
                      .map(standing -> new Row(key, standing));
                })
            .toList();
    return new BudgetView(budgets, nowMs, rows);
  }

  private static void check(
      Pipeline pipeline, Map<AccountKey, Account> accounts, BudgetQuestion question) {
    String route = question.route();
    if (route != null && !pipeline.routes().containsKey(route)) {
      String routes = String.join(", ", pipeline.routes().keySet());
      throw CommandException.wrongUse("no route %s: there are %s".formatted(route, routes));
    }
    String tenant = question.tenant();
    if (tenant != null
        && !pipeline.budgets().tenants().containsKey(tenant)
        && accounts.keySet().stream().noneMatch(key -> key.tenant().equals(tenant))) {
      throw CommandException.wrongUse(
          "no tenant %s: it has spent nothing, and the pipeline file does not name it"
              .formatted(tenant));
    }
  }

  /** Who has an account, who is named, and what the file allows to a tenant that is asked for. */
  private static Set<AccountKey> keys(
      Pipeline pipeline, Map<AccountKey, Account> accounts, BudgetQuestion question) {
    Set<AccountKey> keys = new HashSet<>(accounts.keySet());
    pipeline.budgets().tenants().keySet().forEach(each -> keys.add(AccountKey.ofTenant(each)));
    pipeline.budgets().groups().keySet().forEach(each -> keys.add(AccountKey.ofGroup(each)));
    keys.addAll(question.named());
    String tenant = question.tenant();
    if (tenant != null) {
      Set<String> users = pipeline.budgets().ofTenant(tenant).users().keySet();
      users.forEach(user -> keys.add(AccountKey.ofUser(tenant, user)));
      pipeline.routes().keySet().forEach(route -> keys.add(AccountKey.ofRoute(tenant, route)));
      Set<String> classes = pipeline.budgets().classes().keySet();
      classes.forEach(name -> keys.add(AccountKey.ofClass(tenant, name)));
    }
    return keys;
  }
}
