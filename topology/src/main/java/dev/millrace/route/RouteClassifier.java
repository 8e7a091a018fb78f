// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import dev.millrace.pipeline.Classifier;
import dev.millrace.pipeline.Route;
import dev.millrace.route.Decision.AskEmbedding;
import dev.millrace.route.Decision.AskModel;
import dev.millrace.route.Decision.Refused;
import dev.millrace.route.Decision.Routed;
import dev.millrace.route.Votes.Vote;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Picks the route of a request: by the producer's hint, by the first rule that holds, by the
 * nearest examples, by a model, or by falling back; each only where those before it had no answer.
 * Whoever asks carries out what an answer asks for and comes back with it.
 *
 * <p>A route that the request may not take, or whose extracts its text lacks, is passed over. It
 * still has its votes: a request that is clearly for a forbidden route is refused, not sent where
 * it does not belong.
 */
public final class RouteClassifier {
  /**
   * So many examples vote, unless the file says otherwise. The defaults are measured with
   * bge-small-en-v1.5 on banking77 and clinc150, ten examples a route.
   */
  public static final int DEFAULT_NEAREST = 7;

  /** Nine of ten requests are at least this sure, and nine of ten of those are right. */
  public static final double DEFAULT_MIN_CONFIDENCE = 0.5;

  /** Keeps out three of four that belong nowhere, and two of a hundred that belong. */
  public static final double DEFAULT_OUT_OF_SCOPE_SIMILARITY = 0.70;

  /** So many routes by their examples hold the right one 99 times of 100. */
  static final int MAX_NEAR_CANDIDATES = 10;

  private static final int CANDIDATE_POOL = 64;

  private final Map<String, Route> routes;
  private final Classifier settings;
  private final ExampleIndex index;

  private RouteClassifier(Map<String, Route> routes, Classifier settings, ExampleIndex index) {
    this.routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
    this.settings = settings;
    this.index = index;
  }

  /**
   * A classifier for one pipeline.
   *
   * @param routes in the order of the file: the first rule that holds wins
   */
  public static RouteClassifier of(
      Map<String, Route> routes, Classifier settings, ExampleIndex index) {
    if (settings.nearest() < 1) {
      throw new IllegalArgumentException("nearest < 1: " + settings.nearest());
    }
    String fallback = settings.fallbackRoute();
    if (fallback != null && !routes.containsKey(fallback)) {
      throw new IllegalArgumentException("unknown fallback route: " + fallback);
    }
    if (!routes.keySet().containsAll(index.routes())) {
      throw new IllegalArgumentException("examples of unknown routes: " + index.routes());
    }
    return new RouteClassifier(routes, settings, index);
  }

  /** What the request itself says. */
  public Decision decide(Question question) {
    if (question.hint() != null) {
      return byHint(question, question.hint());
    }
    Decision ruled = Rules.decide(routes.values(), question);
    if (ruled != null) {
      return ruled;
    }
    boolean comparable = settings.embeddings() && !index.isEmpty() && !question.text().isBlank();
    return comparable ? new AskEmbedding() : unsure(question, routes.keySet());
  }

  /** The routes that it may take, with what they extract of it. */
  public Map<String, Map<String, String>> open(Question question) {
    Map<String, Map<String, String>> open = new LinkedHashMap<>();
    for (Route route : routes.values()) {
      if (Fit.of(route, question) instanceof Fit.Fits fits) {
        open.put(route.name(), fits.extracted());
      }
    }
    return open;
  }

  /**
   * What the examples near it say.
   *
   * @param vector of the question's text; one that cannot be compared says nothing
   */
  public Decision decide(Question question, float[] vector) {
    if (!index.accepts(vector)) {
      return unsure(question, routes.keySet());
    }
    int pool = Math.max(settings.nearest(), CANDIDATE_POOL);
    List<Neighbour> near = index.nearest(vector, pool);
    if (near.get(0).similarity() < settings.outOfScopeSimilarity()) {
      return fallBack(question, Refusals.OUT_OF_SCOPE);
    }
    Decision voted = byVote(question, near.subList(0, Math.min(settings.nearest(), near.size())));
    return voted != null ? voted : unsure(question, candidates(near));
  }

  /**
   * What a model said.
   *
   * @param modelAnswer as it came; anything but the name of a route open to the request is a no
   */
  public Decision decide(Question question, String modelAnswer) {
    String name = ModelChoice.read(modelAnswer);
    Route chosen = routes.get(name);
    if (chosen != null && Fit.of(chosen, question) instanceof Fit.Fits fits) {
      return new Routed(name, 0, By.MODEL, fits.extracted());
    }
    return fallBack(
        question, name.equals(ModelChoice.NONE) ? Refusals.OUT_OF_SCOPE : Refusals.UNCLASSIFIED);
  }

  private Decision byHint(Question question, String hint) {
    Route route = routes.get(hint);
    if (route == null) {
      return Refusals.unknownRoute(hint);
    }
    Fit fit = Fit.of(route, question);
    if (fit instanceof Fit.Fits fits) {
      return new Routed(hint, 1, By.HINT, fits.extracted());
    }
    return fit instanceof Fit.Misses misses
        ? Refusals.extractMissing(misses.extract())
        : Refusals.NOT_PERMITTED;
  }

  private @Nullable Decision byVote(Question question, List<Neighbour> voters) {
    Decision refused = null;
    for (Vote vote : Votes.count(voters)) {
      if (vote.share() < settings.minConfidence()) {
        break;
      }
      Fit fit = Fit.of(route(vote.route()), question);
      if (fit instanceof Fit.Fits fits) {
        return new Routed(vote.route(), vote.share(), By.EMBEDDING, fits.extracted());
      }
      refused = fit instanceof Fit.LacksPermission ? Refusals.NOT_PERMITTED : refused;
    }
    return refused;
  }

  /** The nearest routes, and those that have no examples to be near by. */
  private Set<String> candidates(List<Neighbour> near) {
    Set<String> names = new LinkedHashSet<>();
    near.stream().map(Neighbour::route).distinct().limit(MAX_NEAR_CANDIDATES).forEach(names::add);
    routes.keySet().stream().filter(name -> !index.routes().contains(name)).forEach(names::add);
    return names;
  }

  private Decision unsure(Question question, Collection<String> likely) {
    if (settings.model() == null || question.text().isBlank()) {
      return fallBack(question, Refusals.UNCLASSIFIED);
    }
    List<String> open =
        likely.stream().filter(it -> Fit.of(route(it), question) instanceof Fit.Fits).toList();
    return open.isEmpty() ? fallBack(question, Refusals.UNCLASSIFIED) : new AskModel(open);
  }

  private Decision fallBack(Question question, Refused otherwise) {
    String name = settings.fallbackRoute();
    if (name != null && Fit.of(route(name), question) instanceof Fit.Fits fits) {
      return new Routed(name, 0, By.FALLBACK, fits.extracted());
    }
    return otherwise;
  }

  private Route route(String name) {
    Route route = routes.get(name);
    if (route == null) {
      throw new IllegalStateException("a route that was checked at start is gone: " + name);
    }
    return route;
  }
}
