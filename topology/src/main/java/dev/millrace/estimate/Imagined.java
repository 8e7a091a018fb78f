// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.estimate.Asked.Whether;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.run.RecordKey;
import dev.millrace.run.Routing;
import dev.millrace.schemas.Request;
import dev.millrace.wire.Requests;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests that nobody has sent: as long as is assumed, and allowed everything. */
record Imagined(Pipeline pipeline, Assumptions assumptions, String tenant, long nowMs) {
  /** A tenant or a user whom the pipeline file does not name, so that they are as all others. */
  static final String EACH = "(each)";

  private static final String EXTRACTED = StandIns.words(3);

  Asked of(Route route, Outlook outlook) {
    Request request =
        Request.newBuilder()
            .setTenant(tenant)
            .setUser(EACH)
            .setRequestId(route.name())
            .setInput(StandIns.words(tokens(outlook)))
            .setPermissions(permissions())
            .build();
    Map<String, String> extracted =
        route.extract().keySet().stream().collect(Collectors.toMap(name -> name, any -> EXTRACTED));
    return new Asked(
        new Requests(pipeline).facts(request, RecordKey.ofTenant(tenant), nowMs, nowMs),
        Requests.inquiry(request),
        new Routing(route.name(), "", 1, extracted),
        byExamples(route),
        byModel(route));
  }

  private int tokens(Outlook outlook) {
    int likely = assumptions.count(Assumption.REQUEST_TOKENS);
    return switch (outlook) {
      case LEAST -> 1;
      case LIKELY -> likely;
      case MOST -> Math.max(likely, assumptions.count(Assumption.MOST_REQUEST_TOKENS));
    };
  }

  private List<String> permissions() {
    return Stream.concat(
            pipeline.routes().values().stream().map(Route::permission),
            pipeline.tools().values().stream().map(tool -> tool.permission()))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** Where rules lead to a route, most requests will come by them. */
  private Whether byExamples(Route route) {
    if (!pipeline.comparesExamples()) {
      return Whether.NEVER;
    }
    return route.rules().isEmpty() ? Whether.LIKELY : Whether.PERHAPS;
  }

  /** A route with neither rules nor examples, and not the fallback, is one only a model finds. */
  private Whether byModel(Route route) {
    if (pipeline.classifier().model() == null) {
      return Whether.NEVER;
    }
    boolean isFoundOtherwise =
        !route.rules().isEmpty()
            || !route.examples().isEmpty()
            || route.name().equals(pipeline.classifier().fallbackRoute());
    return isFoundOtherwise ? Whether.PERHAPS : Whether.LIKELY;
  }
}
