// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.schemas.stored.StoredAmounts;
import dev.millrace.schemas.stored.StoredLimits;
import dev.millrace.schemas.stored.StoredPermit;
import dev.millrace.schemas.stored.StoredRouting;
import dev.millrace.schemas.stored.StoredWindow;
import dev.millrace.state.LedgerCodec;
import java.util.Locale;
import java.util.Map;

/**
 * The promise that no budget is ever exceeded, not even by what is only reserved. What a correction
 * adds was spent already, so it is no excess.
 */
record Budgeted(Budgets budgets, Map<String, Route> routes, Money money, Violations violations) {

  void check(Stored stored) {
    stored.budgets.forEach(this::check);
    stored.runs.forEach(this::check);
  }

  void check(String key, BudgetRecord account) {
    if (!AccountKey.isOne(key)) {
      return;
    }
    for (StoredWindow window : account.getWindows()) {
      check(
          key + " " + window.getWindow(),
          window.getSpent(),
          window.getReserved(),
          most(key, window));
    }
  }

  private BudgetLimits most(String key, StoredWindow window) {
    BudgetWindow kind = BudgetWindow.valueOf(window.getWindow().toUpperCase(Locale.ROOT));
    AccountKey whose = AccountKey.parse(key);
    BudgetLimits whole = whose.limits(budgets).in(kind);
    // What a lease may spend, or what a control has added to another window.
    StoredLimits granted = window.getExtra();
    if (whole == null) {
      return BudgetLimits.NONE;
    }
    BudgetLimits most = AccountKey.isLease(key) ? whole.nothing() : whole;
    long addedNanos = money.addedNanos(whose);
    BudgetLimits corrected = most.plus(new BudgetLimits(addedNanos, null, null, null));
    return granted == null ? corrected : corrected.plus(LedgerCodec.read(granted));
  }

  /** By how much the windows of an account are exceeded, nanos of the currency. */
  long overspentNanos(String key, BudgetRecord account) {
    long over = 0;
    if (!AccountKey.isOne(key)) {
      return over;
    }
    for (StoredWindow window : account.getWindows()) {
      Long most = most(key, window).moneyNanos();
      long taken = window.getSpent().getMoneyNanos() + window.getReserved().getMoneyNanos();
      over += most == null ? 0 : Math.max(0, taken - most);
    }
    return over;
  }

  void check(String id, RunRecord run) {
    RunLimits limits = limits(run);
    check("run " + id, run.getSpent(), run.getReserved(), limits.spent());
    Long most = limits.retries();
    violations.check(
        most == null || run.getRetries() <= most,
        "no run has more retries than it may",
        () -> id + " has " + run.getRetries() + " of " + most);
  }

  private void check(
      String whose, StoredAmounts spent, StoredAmounts reserved, BudgetLimits limits) {
    Sum taken = new Sum().add(spent).add(reserved);
    violations.check(
        taken.isWithin(limits),
        "no budget is exceeded",
        () -> whose + " has " + taken + " of " + limits);
  }

  private RunLimits limits(RunRecord run) {
    StoredRouting routing = run.getRouting();
    Route route = routing == null ? null : routes.get(routing.getRoute());
    BudgetLimits asked =
        new BudgetLimits(
            run.getAskedMoneyNanos(),
            run.getAskedTokens(),
            run.getAskedModelCalls(),
            run.getAskedToolCalls());
    RunLimits own =
        new RunLimits(asked, run.getAskedSteps(), run.getAskedRetries(), null)
            .strictest(budgets.ofRun(route, run.getWorkloadClass()));
    for (StoredPermit permit : run.getPermits()) {
      own = own.raisedBy(more(permit), permit.getSteps());
    }
    return own;
  }

  private static BudgetLimits more(StoredPermit permit) {
    return new BudgetLimits(
        permit.getMoneyNanos(),
        permit.getTokens(),
        permit.getInputTokens(),
        permit.getOutputTokens(),
        permit.getModelCalls(),
        permit.getToolCalls());
  }
}
