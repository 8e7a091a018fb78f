// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A budget that several partitions spend from, as one account, for people to look at: the latest
 * window of each kind, with what all of them have spent and hold in it.
 *
 * @param limits what its home keeps of it: what controls have changed
 * @param parts what each partition has; what is granted to one is no limit of all
 */
public record Pooled(Account limits, Collection<Account> parts) {

  public Account account() {
    long clockMs = limits.clockMs();
    Amounts total = Amounts.NONE;
    for (Account part : parts) {
      clockMs = Math.max(clockMs, part.clockMs());
      total = total.plus(part.total());
    }
    List<WindowBudget> windows = new ArrayList<>();
    for (BudgetWindow kind : BudgetWindow.values()) {
      Stream.concat(Stream.of(limits), parts.stream())
          .flatMap(each -> windows(each, kind))
          .mapToLong(WindowBudget::startMs)
          .max()
          .ifPresent(startMs -> windows.add(window(kind, startMs)));
    }
    return new Account(clockMs, total, windows, limits.changed(), limits.controls());
  }

  private WindowBudget window(BudgetWindow kind, long startMs) {
    Budget all =
        parts.stream()
            .flatMap(part -> windows(part, kind))
            .filter(window -> window.startMs() == startMs)
            .map(WindowBudget::budget)
            .reduce(Budget.EMPTY, Budget::plus);
    BudgetLimits raisedBy =
        windows(limits, kind)
            .filter(window -> window.startMs() == startMs)
            .map(WindowBudget::extra)
            .findFirst()
            .orElse(BudgetLimits.NONE);
    return new WindowBudget(kind, startMs, all, raisedBy, Amounts.NONE);
  }

  private static Stream<WindowBudget> windows(Account account, BudgetWindow kind) {
    return account.windows().stream().filter(window -> window.window() == kind);
  }
}
