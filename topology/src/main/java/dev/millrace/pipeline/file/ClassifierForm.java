// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Classifier;
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.route.RouteClassifier;

/** {@code classifier}. */
final class ClassifierForm extends Form<Classifier> {
  static final Classifier USUAL =
      new Classifier(
          true,
          null,
          RouteClassifier.DEFAULT_NEAREST,
          RouteClassifier.DEFAULT_MIN_CONFIDENCE,
          RouteClassifier.DEFAULT_OUT_OF_SCOPE_SIMILARITY,
          null,
          null);

  private final Key<Boolean> embeddings = key("embeddings", Numbers.bool(), USUAL.embeddings());
  private final Key<EmbedderConfig> embedder = optional("embedder", new EmbedderForm());
  private final Key<Integer> nearest = key("nearest", Numbers.whole(1, 100), USUAL.nearest());
  private final Key<Double> minConfidence =
      key("min_confidence", Numbers.decimal(0, 1), USUAL.minConfidence());
  private final Key<Double> outOfScope =
      key("out_of_scope", Numbers.decimal(-1, 1), USUAL.outOfScopeSimilarity());
  private final Key<String> model = optional("model", new ReferenceTo(Section.MODELS));
  private final Key<String> fallbackRoute =
      optional("fallback_route", new ReferenceTo(Section.ROUTES));

  @Override
  void check(Entries entries) {
    if (entries.has(embedder) && Boolean.FALSE.equals(entries.find(embeddings))) {
      entries
          .at(embedder)
          .mistake("nothing is compared with embeddings: false", "remove one of the two");
    }
  }

  @Override
  Classifier build(Entries entries) {
    return new Classifier(
        entries.get(embeddings),
        entries.find(embedder),
        entries.get(nearest),
        entries.get(minConfidence),
        entries.get(outOfScope),
        entries.find(model),
        entries.find(fallbackRoute));
  }
}
