// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Route.Rule;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What the routes' rules say of a question. */
final class Rules {

  private Rules() {}

  /**
   * The first route of which a rule holds and that the question may take; a refusal if rules hold
   * only of routes that need a permission it lacks; null if the rules say nothing.
   */
  static @Nullable Decision decide(Collection<Route> routes, Question question) {
    Decision refused = null;
    for (Route route : routes) {
      if (route.rules().stream().anyMatch(rule -> holds(rule, question))) {
        Fit fit = Fit.of(route, question);
        if (fit instanceof Fit.Fits fits) {
          return new Decision.Routed(route.name(), 1, By.RULE, fits.extracted());
        }
        refused = fit instanceof Fit.LacksPermission ? Refusals.NOT_PERMITTED : refused;
      }
    }
    return refused;
  }

  /** Attributes first: they cost less. A rule without any condition holds always. */
  private static boolean holds(Rule rule, Question question) {
    return question.attributes().entrySet().containsAll(rule.attributes().entrySet())
        && (rule.text() == null || Patterns.isFound(rule.text(), question.text()));
  }
}
