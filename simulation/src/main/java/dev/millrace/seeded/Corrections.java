// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.Budgets;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.wire.Correction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which corrections must be booked: those that make sense, once, down to nothing spent. */
final class Corrections {
  private final Budgets budgets;
  private final Set<String> routes;
  private final Money money;
  private final Set<String> booked = new HashSet<>();

  Corrections(Budgets budgets, Set<String> routes, Money money) {
    this.budgets = budgets;
    this.routes = routes;
    this.money = money;
  }

  /** Whether this one must be; else it must be refused. */
  boolean books(ControlEvent control) {
    boolean makesSense =
        !control.getTenant().isBlank()
            && Correction.mistake(control, budgets.currency()).isEmpty()
            && (control.getRoute().isEmpty() || routes.contains(control.getRoute()));
    return makesSense && books(Correction.of(control));
  }

  private boolean books(Correction correction) {
    List<AccountKey> accounts =
        money.accounts(correction.event(budgets.currency(), 0)).stream()
            .filter(key -> key.place() == 0 || !key.limits(budgets).isEmpty())
            .toList();
    boolean isCovered =
        accounts.stream().allMatch(key -> money.toldNanos(key) + correction.nanos() >= 0);
    return !booked.contains(name(correction)) && isCovered && booked.add(name(correction));
  }

  private static String name(Correction correction) {
    return correction.tenant() + "/" + correction.control();
  }
}
