// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.WindowLimits;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.schemas.stored.StoredHold;
import dev.millrace.schemas.stored.StoredRouting;
import dev.millrace.wire.Correction;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whose account a key of the ledger stands for; places as they are stored with calls. What a tenant
 * that is split has in one partition is as much the tenant's as what another has in its only one.
 */
record AccountKey(int place, String tenant, String name) {
  static final int PLACES = 6;

  private static final List<String> KINDS = List.of("tenant", "user", "route", "class", "group");
  private static final int OF_GROUP = 4;
  private static final int OF_SHARDS = 5;
  private static final String SHARDS = "shards/";

  static AccountKey ofTenant(String tenant) {
    return new AccountKey(0, tenant, "");
  }

  static AccountKey ofGroup(String group) {
    return new AccountKey(OF_GROUP, "", group);
  }

  /** The account of a run's that has this place. */
  static AccountKey of(int place, RunRecord run, StoredHold hold) {
    StoredRouting routing = run.getRouting();
    String route = routing == null ? "" : routing.getRoute();
    return switch (place) {
      case 0, OF_SHARDS -> ofTenant(run.getTenant());
      case 1 -> new AccountKey(1, run.getTenant(), run.getUser());
      case 2 -> new AccountKey(2, run.getTenant(), route);
      case 3 -> new AccountKey(3, run.getTenant(), run.getWorkloadClass());
      default -> parse(hold.getLeasedFrom());
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

  /** Whether a key stands for what was spent; else it only tells what a control has changed. */
  static boolean isOne(String key) {
    return isOfShards(key) || KINDS.contains(key.substring(0, key.indexOf('/')));
  }

  private static boolean isOfShards(String key) {
    return key.startsWith(SHARDS);
  }

  /** Whether others spend from it too, so that what one may is what was granted to it. */
  static boolean isLease(String key) {
    return isOfShards(key) || parse(key).place == OF_GROUP;
  }

  static AccountKey parse(String key) {
    if (isOfShards(key)) {
      return parse(key.substring(SHARDS.length()));
    }
    int place = KINDS.indexOf(key.substring(0, key.indexOf('/')));
    String rest = key.substring(key.indexOf('/') + 1);
    if (place == 0) {
      return ofTenant(rest);
    }
    if (place == OF_GROUP) {
      return ofGroup(rest);
    }
    int from = rest.indexOf('/') + 1;
    int to = from + Integer.parseInt(rest.substring(0, from - 1));
    return new AccountKey(place, rest.substring(from, to), rest.substring(to + 1));
  }

  /** The key of what a tenant has in each of several partitions. */
  String ofShards() {
    return SHARDS + this;
  }

  /** What the pipeline file allows it, in all partitions. */
  WindowLimits limits(Budgets budgets) {
    return switch (place) {
      case 0 -> budgets.ofTenant(tenant).whole();
      case 1 -> budgets.ofTenant(tenant).ofUser(name);
      case 2 -> budgets.ofRoute(name);
      case 3 -> budgets.ofClass(name).tenant();
      default -> Objects.requireNonNull(budgets.groups().get(name)).limits();
    };
  }

  @Override
  public String toString() {
    if (place == OF_GROUP) {
      return KINDS.get(place) + "/" + name;
    }
    return place == 0
        ? "tenant/" + tenant
        : KINDS.get(place) + "/" + tenant.length() + "/" + tenant + "/" + name;
  }
}
