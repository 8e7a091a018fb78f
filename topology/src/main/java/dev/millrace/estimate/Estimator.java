// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.estimate.Given.Placed;
import dev.millrace.pipeline.Downgrade;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.prompt.CallPlanner;
import dev.millrace.schemas.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Plays requests through a pipeline that need not run. For one thread. */
public final class Estimator {
  private static final long MILLIONTHS_PER_PERCENT = Downgrade.WHOLE / 100;

  private final Pipeline pipeline;
  private final Assumptions assumptions;
  private final CallPlanner planner;
  private final Payers payers;
  private final long nowMs;

  /**
   * An estimator.
   *
   * @param nowMs at the prices of this instant, epoch milliseconds
   */
  public Estimator(Pipeline pipeline, Assumptions assumptions, long nowMs) {
    this.pipeline = pipeline;
    this.assumptions = assumptions;
    this.payers = new Payers(pipeline.budgets());
    this.nowMs = nowMs;
    // Arguments are made up, so what their schemas say of them says nothing.
    this.planner = new CallPlanner(pipeline, (tool, arguments) -> Optional.empty());
  }

  /** Of each route one request that nobody has sent, of whichever tenant. */
  public Estimate ofImagined() {
    return ofImagined(Imagined.EACH);
  }

  /** Of each route one request that this tenant has not sent. */
  public Estimate ofImagined(String tenant) {
    Imagined imagined = new Imagined(pipeline, assumptions, tenant, nowMs);
    List<RouteEstimate> routes = new ArrayList<>();
    for (Route route : pipeline.routes().values()) {
      Forecast forecast = forecast(outlook -> imagined.of(route, outlook));
      routes.add(new RouteEstimate(route.name(), List.of(forecast)));
    }
    return new Estimate(routes, Map.of(), Sharing.NONE);
  }

  /**
   * Of these requests, on the routes that hints and rules find for them. Those that only examples
   * or a model can place are shared among the routes.
   *
   * @param seen how often which route was found in which way; empty if nobody knows
   */
  public Estimate of(List<Request> requests, Map<Found, Long> seen) {
    Given given = new Given(pipeline, nowMs);
    Shares shares = new Shares(seen);
    Map<String, List<Forecast>> byRoute = new LinkedHashMap<>();
    pipeline.routes().keySet().forEach(route -> byRoute.put(route, new ArrayList<>()));
    Map<String, Long> leftOut = new TreeMap<>();
    for (Request request : requests) {
      Placed placed = given.place(request);
      if (placed instanceof Placed.Nowhere nowhere) {
        leftOut.merge(nowhere.why(), 1L, Long::sum);
        continue;
      }
      Asked asked =
          placed instanceof Placed.AtRunTime open
              ? open.on(shares.next(open.ways().keySet()))
              : ((Placed.OnRoute) placed).asked();
      byRoute
          .computeIfAbsent(asked.routing().route(), any -> new ArrayList<>())
          .add(forecast(any -> asked));
    }
    List<RouteEstimate> routes = new ArrayList<>();
    byRoute.forEach((route, all) -> routes.add(new RouteEstimate(route, all)));
    routes.removeIf(route -> route.requests().isEmpty());
    return new Estimate(routes, leftOut, shares.sharing());
  }

  /** The least and the most are those of any step down of the route. */
  private Forecast forecast(Function<Outlook, Asked> asked) {
    long left = assumptions.get(Assumption.WINDOW_LEFT_PERCENT) * MILLIONTHS_PER_PERCENT;
    Asked likely = asked.apply(Outlook.LIKELY);
    return new Forecast(
        payers.of(likely.facts(), likely.routing().route()),
        furthest(Outlook.LEAST, asked, Toll::atMost),
        play(Outlook.LIKELY, asked, left),
        furthest(Outlook.MOST, asked, Toll::atLeast));
  }

  private Played furthest(
      Outlook outlook, Function<Outlook, Asked> asked, BinaryOperator<Toll> further) {
    Route route =
        Objects.requireNonNull(pipeline.routes().get(asked.apply(outlook).routing().route()));
    return lefts(route)
        .mapToObj(left -> play(outlook, asked, left))
        .reduce((one, other) -> one.with(further.apply(one.toll(), other.toll())))
        .orElseThrow();
  }

  /** Where a route asks other models: with all left, and at each of its steps down. */
  private static LongStream lefts(Route route) {
    return LongStream.concat(
            LongStream.of(Downgrade.WHOLE),
            route.downgrade().stream().mapToLong(Downgrade::leftMillionths))
        .distinct();
  }

  private Played play(Outlook outlook, Function<Outlook, Asked> asked, long leftMillionths) {
    return new Rehearsal(
            pipeline, planner, assumptions, outlook, leftMillionths, asked.apply(outlook))
        .play();
  }
}
