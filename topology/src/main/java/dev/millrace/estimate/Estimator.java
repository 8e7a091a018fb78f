// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.estimate.Given.Placed;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.prompt.CallPlanner;
import dev.millrace.schemas.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Plays requests through a pipeline that need not run. For one thread. */
public final class Estimator {
  private final Pipeline pipeline;
  private final Assumptions assumptions;
  private final CallPlanner planner;
  private final long nowMs;

  /**
   * An estimator.
   *
   * @param nowMs at the prices of this instant, epoch milliseconds
   */
  public Estimator(Pipeline pipeline, Assumptions assumptions, long nowMs) {
    this.pipeline = pipeline;
    this.assumptions = assumptions;
    this.nowMs = nowMs;
    // Arguments are made up, so what their schemas say of them says nothing.
    this.planner = new CallPlanner(pipeline, (tool, arguments) -> Optional.empty());
  }

  /** Of each route one request that nobody has sent. */
  public Estimate ofImagined() {
    Imagined imagined = new Imagined(pipeline, assumptions, nowMs);
    List<RouteEstimate> routes = new ArrayList<>();
    for (Route route : pipeline.routes().values()) {
      Forecast forecast = forecast(outlook -> imagined.of(route, outlook));
      routes.add(new RouteEstimate(route.name(), List.of(forecast)));
    }
    return new Estimate(routes, Map.of());
  }

  /** Of these requests, on the routes that hints and rules find for them. */
  public Estimate of(List<Request> requests) {
    Given given = new Given(pipeline, nowMs);
    Map<String, List<Forecast>> byRoute = new LinkedHashMap<>();
    pipeline.routes().keySet().forEach(route -> byRoute.put(route, new ArrayList<>()));
    Map<String, Long> leftOut = new TreeMap<>();
    for (Request request : requests) {
      Placed placed = given.place(request);
      if (placed instanceof Placed.OnRoute on) {
        byRoute
            .computeIfAbsent(on.asked().routing().route(), any -> new ArrayList<>())
            .add(forecast(any -> on.asked()));
      } else {
        leftOut.merge(((Placed.Nowhere) placed).why(), 1L, Long::sum);
      }
    }
    List<RouteEstimate> routes = new ArrayList<>();
    byRoute.forEach((route, all) -> routes.add(new RouteEstimate(route, all)));
    routes.removeIf(route -> route.requests().isEmpty());
    return new Estimate(routes, leftOut);
  }

  private Forecast forecast(Function<Outlook, Asked> asked) {
    return new Forecast(
        play(Outlook.LEAST, asked), play(Outlook.LIKELY, asked), play(Outlook.MOST, asked));
  }

  private Played play(Outlook outlook, Function<Outlook, Asked> asked) {
    return new Rehearsal(pipeline, planner, assumptions, outlook, asked.apply(outlook)).play();
  }
}
