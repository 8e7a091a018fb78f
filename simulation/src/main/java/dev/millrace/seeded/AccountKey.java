// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.WindowLimits;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.schemas.stored.StoredRouting;
import dev.millrace.wire.Correction;
import java.util.List;
import java.util.stream.Stream;

/** Whose account a key of the ledger stands for; places as they are stored with calls. */
record AccountKey(int place, String tenant, String name) {
  static final int PLACES = 4;

  private static final List<String> KINDS = List.of("tenant", "user", "route", "class");

  static AccountKey ofTenant(String tenant) {
    return new AccountKey(0, tenant, "");
  }

  /** The account of a run's that has this place. */
  static AccountKey of(int place, RunRecord run) {
    StoredRouting routing = run.getRouting();
    String route = routing == null ? "" : routing.getRoute();
    return switch (place) {
      case 0 -> ofTenant(run.getTenant());
      case 1 -> new AccountKey(1, run.getTenant(), run.getUser());
      case 2 -> new AccountKey(2, run.getTenant(), route);
      default -> new AccountKey(3, run.getTenant(), run.getWorkloadClass());
    };
  }

  /** The accounts that a cost event counts against; a correction does against those it names. */
  static List<AccountKey> of(CostEvent event) {
    return Stream.of(
            ofTenant(event.getTenant()),
            new AccountKey(1, event.getTenant(), event.getUser()),
            new AccountKey(2, event.getTenant(), event.getRoute()),
            new AccountKey(3, event.getTenant(), event.getWorkloadClass()))
        .filter(key -> !isCorrection(event) || key.place() == 0 || !key.name().isEmpty())
        .toList();
  }

  static boolean isCorrection(CostEvent event) {
    return event.getKind().equals(Correction.KIND);
  }

  static AccountKey parse(String key) {
    int place = KINDS.indexOf(key.substring(0, key.indexOf('/')));
    String rest = key.substring(key.indexOf('/') + 1);
    if (place == 0) {
      return ofTenant(rest);
    }
    int from = rest.indexOf('/') + 1;
    int to = from + Integer.parseInt(rest.substring(0, from - 1));
    return new AccountKey(place, rest.substring(from, to), rest.substring(to + 1));
  }

  /** What the pipeline file allows it. */
  WindowLimits limits(Budgets budgets) {
    return switch (place) {
      case 0 -> budgets.ofTenant(tenant).whole();
      case 1 -> budgets.ofTenant(tenant).ofUser(name);
      case 2 -> budgets.ofRoute(name);
      default -> budgets.ofClass(name).tenant();
    };
  }

  @Override
  public String toString() {
    return place == 0
        ? "tenant/" + tenant
        : KINDS.get(place) + "/" + tenant.length() + "/" + tenant + "/" + name;
  }
}
