// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.estimate.Asked.Whether;
import dev.millrace.pipeline.Pipeline;
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
import java.util.Locale;
import java.util.Set;

/** Requests that somebody sends, on the routes that hints and rules find for them. */
final class Given {
  private static final String NOT_BY_RULES = "no hint and no rule tells the route";

  private final Pipeline pipeline;
  private final Requests requests;
  private final RouteClassifier classifier;
  private final long nowMs;

  /** What there is to say of a request. */
  sealed interface Placed {

    record OnRoute(Asked asked) implements Placed {}

    /** It cannot be estimated, in words. */
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
    boolean isSure = question.hint() != null || !pipeline.comparesExamples();
    if (decision instanceof Decision.Routed routed && (isSure || routed.by() == By.RULE)) {
      return new Placed.OnRoute(asked(request, routed));
    }
    return decision instanceof Decision.Refused refused
            && (isSure || refused.reason().equals(Decision.Refused.NOT_PERMITTED))
        ? new Placed.Nowhere("rejected: " + refused.reason())
        : new Placed.Nowhere(NOT_BY_RULES);
  }

  private Asked asked(Request request, Decision.Routed routed) {
    String by = routed.by().name().toLowerCase(Locale.ROOT);
    return new Asked(
        requests.facts(request, RecordKey.ofTenant(request.getTenant()), nowMs, nowMs),
        Requests.inquiry(request),
        new Routing(routed.route(), by, routed.confidence(), routed.extracted()),
        Whether.NEVER,
        Whether.NEVER);
  }
}
