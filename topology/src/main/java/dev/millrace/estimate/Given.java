// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import static dev.millrace.estimate.Asked.Whether.NEVER;
import static dev.millrace.estimate.Asked.Whether.PERHAPS;
import static dev.millrace.estimate.Asked.Whether.SURELY;

import dev.millrace.estimate.Asked.Whether;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.route.By;
import dev.millrace.route.Decision;
import dev.millrace.route.ExampleIndex;
import dev.millrace.route.Question;
import dev.millrace.route.RouteClassifier;
import dev.millrace.run.RecordKey;
import dev.millrace.run.Routing;
import dev.millrace.schemas.Request;
import dev.millrace.wire.Requests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Requests that somebody sends, and the routes that may be found for them. */
final class Given {
  private final Pipeline pipeline;
  private final Requests requests;
  private final RouteClassifier classifier;
  private final long nowMs;

  /** What there is to say of a request. */
  sealed interface Placed {

    record OnRoute(Asked asked) implements Placed {}

    /**
     * Only examples or a model can tell.
     *
     * @param ways it may go, each as it would be asked
     */
    record AtRunTime(Map<Found, Asked> ways) implements Placed {
      Asked on(Found way) {
        return Objects.requireNonNull(ways.get(way));
      }
    }

    /** It goes no way, in words. */
    record Nowhere(String why) implements Placed {}
  }

  Given(Pipeline pipeline, long nowMs) {
    this.pipeline = pipeline;
    this.requests = new Requests(pipeline);
    this.nowMs = nowMs;
    this.classifier =
        RouteClassifier.of(pipeline.routes(), pipeline.classifier(), ExampleIndex.EMPTY);
  }

  Placed place(Request request) {
    int bytes = request.getInput().getBytes(StandardCharsets.UTF_8).length;
    return requests
        .mistake(request, bytes, nowMs)
        .<Placed>map(ending -> new Placed.Nowhere(ending.status().word() + ": " + ending.reason()))
        .orElseGet(() -> decided(request));
  }

  private Placed decided(Request request) {
    Question question =
        new Question(
            Requests.inquiry(request).text(),
            request.getAttributes(),
            Set.copyOf(request.getPermissions()),
            request.getRoute());
    Decision decision = classifier.decide(question);
    boolean isCompared = pipeline.comparesExamples() && !question.text().isBlank();
    if (decision instanceof Decision.Routed routed && (isSure(routed) || !isCompared)) {
      Routing routing = routing(new Found(routed.route(), routed.by()), routed.extracted());
      return new Placed.OnRoute(asked(request, routing, NEVER, NEVER));
    }
    if (decision instanceof Decision.Refused refused
        && (question.hint() != null
            || !isCompared
            || refused.reason().equals(Decision.Refused.NOT_PERMITTED))) {
      return new Placed.Nowhere("rejected: " + refused.reason());
    }
    return atRunTime(request, question, isCompared);
  }

  private static boolean isSure(Decision.Routed routed) {
    return routed.by() == By.HINT || routed.by() == By.RULE;
  }

  private Placed atRunTime(Request request, Question question, boolean isCompared) {
    Map<Found, Asked> ways = new LinkedHashMap<>();
    classifier
        .open(question)
        .forEach(
            (route, extracted) -> {
              for (By by : by(route, isCompared)) {
                Found way = new Found(route, by);
                Routing routing = routing(way, extracted);
                ways.put(
                    way,
                    asked(request, routing, isCompared ? SURELY : NEVER, byModel(by, isCompared)));
              }
            });
    return ways.isEmpty()
        ? new Placed.Nowhere("rejected: " + Decision.Refused.UNCLASSIFIED)
        : new Placed.AtRunTime(ways);
  }

  /** What may settle on a route. */
  private List<By> by(String route, boolean isCompared) {
    List<By> by = new ArrayList<>();
    if (isCompared && !route(route).examples().isEmpty()) {
      by.add(By.EMBEDDING);
    }
    if (asksModel()) {
      by.add(By.MODEL);
    }
    if (route.equals(pipeline.classifier().fallbackRoute())) {
      by.add(By.FALLBACK);
    }
    return by;
  }

  private Route route(String name) {
    return Objects.requireNonNull(pipeline.routes().get(name));
  }

  private boolean asksModel() {
    return pipeline.classifier().model() != null;
  }

  /** It is not asked where examples tell the route, or that the request belongs nowhere. */
  private Whether byModel(By by, boolean isCompared) {
    if (!asksModel()) {
      return NEVER;
    }
    return by != By.MODEL && isCompared ? PERHAPS : SURELY;
  }

  private static Routing routing(Found way, Map<String, String> extracted) {
    String by = way.by().name().toLowerCase(Locale.ROOT);
    return new Routing(way.route(), by, 1, extracted);
  }

  private Asked asked(Request request, Routing routing, Whether byExamples, Whether byModel) {
    return new Asked(
        requests.facts(request, RecordKey.ofTenant(request.getTenant()), nowMs, nowMs),
        Requests.inquiry(request),
        routing,
        byExamples,
        byModel);
  }
}
