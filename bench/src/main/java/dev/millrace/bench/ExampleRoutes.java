// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.embedding.Embedder;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.Classifier;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.route.Decision;
import dev.millrace.route.Decision.AskEmbedding;
import dev.millrace.route.Example;
import dev.millrace.route.ExampleIndex;
import dev.millrace.route.Question;
import dev.millrace.route.RouteClassifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Routes that are known by nothing but their examples, and a classifier over them. */
final class ExampleRoutes {
  private static final Classifier DEFAULTS =
      new Classifier(
          true,
          null,
          RouteClassifier.DEFAULT_NEAREST,
          RouteClassifier.DEFAULT_MIN_CONFIDENCE,
          RouteClassifier.DEFAULT_OUT_OF_SCOPE_SIMILARITY,
          null,
          null);

  /** Takes the likeliest route, however unlikely. */
  private static final Classifier FORCED =
      new Classifier(true, null, RouteClassifier.DEFAULT_NEAREST, 0, -1, null, null);

  private final Embedder embedder;
  private final RouteClassifier classifier;
  private final RouteClassifier forced;

  private ExampleRoutes(Embedder embedder, Map<String, Route> routes, ExampleIndex index) {
    this.embedder = embedder;
    this.classifier = RouteClassifier.of(routes, DEFAULTS, index);
    this.forced = RouteClassifier.of(routes, FORCED, index);
  }

  static ExampleRoutes learn(Embedder embedder, Map<String, List<LabelledText>> examples) {
    Map<String, Route> routes = new LinkedHashMap<>();
    List<Example> embedded = new ArrayList<>();
    examples.forEach(
        (name, texts) -> {
          routes.put(name, route(name));
          texts.forEach(it -> embedded.add(new Example(name, embed(embedder, it.text()))));
        });
    return new ExampleRoutes(embedder, routes, ExampleIndex.of(embedded));
  }

  Score ask(List<LabelledText> questions) {
    Score score = new Score();
    questions.forEach(question -> ask(question, score));
    return score;
  }

  private void ask(LabelledText text, Score score) {
    Question question = new Question(text.text(), Map.of(), Set.of(), null);
    long startNanos = System.nanoTime();
    if (!(classifier.decide(question) instanceof AskEmbedding)) {
      throw new IllegalStateException("routes without rules were decided without examples");
    }
    float[] vector = embed(embedder, text.text());
    long embeddedNanos = System.nanoTime();
    Decision decision = classifier.decide(question, vector);
    long endNanos = System.nanoTime();
    score.total().add(endNanos - startNanos);
    score.deciding().add(endNanos - embeddedNanos);
    score.add(text, forced.decide(question, vector), decision);
  }

  private static float[] embed(Embedder embedder, String text) {
    if (embedder.embed(text).join() instanceof Succeeded<float[]> succeeded) {
      return succeeded.value();
    }
    throw new IllegalStateException("not embedded: " + text);
  }

  private static Route route(String name) {
    return new Route(
        name,
        name,
        List.of(),
        List.of(),
        Map.of(),
        null,
        Duration.ofSeconds(30),
        RunLimits.NONE,
        List.of(),
        AtLimit.NOTHING,
        null,
        new Plan(Map.of(), "", JsonNodeFactory.instance.nullNode()));
  }
}
