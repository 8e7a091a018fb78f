// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Limit;
import dev.millrace.ledger.Windows;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Budgets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the requests of an estimate take of the budgets that the pipeline file sets. */
public final class Demands {
  private final Budgets budgets;
  private final Windows calendar;
  private final long nowMs;

  /**
   * Of these budgets.
   *
   * @param nowMs windows are as long as those of this instant, epoch milliseconds
   */
  public Demands(Budgets budgets, long nowMs) {
    this.budgets = budgets;
    this.calendar = new Windows(budgets.zone());
    this.nowMs = nowMs;
  }

  /** Of each limit that they will likely take something of. */
  public List<Demand> of(Estimate estimate) {
    List<Demand> all = new ArrayList<>();
    long outOf = requests(estimate);
    paidBy(estimate)
        .forEach(
            (payer, routes) ->
                payer
                    .limits(budgets)
                    .windows()
                    .forEach(
                        (window, limits) -> all.addAll(of(payer, window, limits, routes, outOf))));
    return List.copyOf(all);
  }

  private static long requests(Estimate estimate) {
    long placed = estimate.routes().stream().mapToLong(route -> route.requests().size()).sum();
    return placed + estimate.leftOut().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Route by route. */
  private static Map<AccountKey, Map<String, List<Forecast>>> paidBy(Estimate estimate) {
    Map<AccountKey, Map<String, List<Forecast>>> paidBy = new LinkedHashMap<>();
    for (RouteEstimate route : estimate.routes()) {
      for (Forecast each : route.requests()) {
        for (AccountKey payer : each.payers()) {
          paidBy
              .computeIfAbsent(payer, any -> new LinkedHashMap<>())
              .computeIfAbsent(route.route(), any -> new ArrayList<>())
              .add(each);
        }
      }
    }
    return paidBy;
  }

  private List<Demand> of(
      AccountKey payer,
      BudgetWindow window,
      BudgetLimits limits,
      Map<String, List<Forecast>> routes,
      long outOf) {
    long lengthMs = calendar.endMs(window, nowMs) - calendar.startMs(window, nowMs);
    List<Demand> demands = new ArrayList<>();
    for (Limit limit : Limit.values()) {
      Long most = limit.in(limits);
      Map<String, Draw> draws = draws(limit, routes);
      if (most != null && !draws.isEmpty()) {
        demands.add(new Demand(payer, window, lengthMs, limit, most, draws, outOf));
      }
    }
    return demands;
  }

  /** Of those that will likely take any. */
  private static Map<String, Draw> draws(Limit limit, Map<String, List<Forecast>> routes) {
    Map<String, Draw> draws = new LinkedHashMap<>();
    routes.forEach((route, all) -> draw(limit, all).ifPresent(draw -> draws.put(route, draw)));
    return draws;
  }

  private static Optional<Draw> draw(Limit limit, List<Forecast> all) {
    long likely =
        all.stream().mapToLong(each -> taken(limit, each.likely())).reduce(0, Math::addExact);
    long most = all.stream().mapToLong(each -> taken(limit, each.most())).max().orElse(0);
    return likely == 0
        ? Optional.empty()
        : Optional.of(new Draw(all.size(), likely, Math.max(most, 1)));
  }

  private static long taken(Limit limit, Played played) {
    return limit.of(played.toll().spent());
  }
}
