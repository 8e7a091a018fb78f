// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.embedding.Embedder;
import dev.millrace.embedding.LocalEmbedder;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How often and how fast requests find their route by example. One request at a time, from the text
 * to the decision; the examples, embedded before, warm the model up.
 */
@Command(
    name = "classify",
    description = "Requests find their route by example (banking77, clinc150).")
final class ClassifyBenchmark implements Benchmark {
  private static final int QUEUED = 16;

  @Option(names = "--questions", defaultValue = "1000", description = "Of each data set.")
  int questions;

  @Option(names = "--examples", defaultValue = "10", description = "Of each route.")
  int examples;

  @Option(names = "--seed", defaultValue = "1", description = "Picks examples and questions.")
  long seed;

  @Override
  public Figures run(DataDir data) throws IOException {
    List<LabelledText> banking = Banking77.read(data);
    Clinc150 clinc = Clinc150.read(data);
    try (Embedder embedder = new LocalEmbedder(1, QUEUED)) {
      return banking(embedder, banking).with("out_of_scope", outOfScope(embedder, clinc));
    }
  }

  private Figures banking(Embedder embedder, List<LabelledText> texts) {
    FewShot shot = FewShot.pick(texts, examples, seed);
    Score score = ExampleRoutes.learn(embedder, shot.examples()).ask(first(shot.others()));
    return Figures.none()
        .with("accuracy", score.accuracy())
        .with("p50_ms", score.total().percentileMs(50))
        .with("p95_ms", score.total().percentileMs(95))
        .with("p99_ms", score.total().percentileMs(99))
        .with("decision_p50_ms", score.deciding().percentileMs(50))
        .with("questions", score.asked())
        .with("routes", shot.examples().size())
        .with("examples_per_route", examples)
        .with("answered_share", score.answeredShare())
        .with("answered_accuracy", score.answeredAccuracy())
        .with("seed", seed);
  }

  private Figures outOfScope(Embedder embedder, Clinc150 clinc) {
    FewShot shot = FewShot.pick(clinc.train(), examples, seed);
    ExampleRoutes routes = ExampleRoutes.learn(embedder, shot.examples());
    Score inside = routes.ask(first(FewShot.pick(clinc.inScope(), 0, seed).others()));
    Score outside = routes.ask(clinc.outOfScope());
    return Figures.none()
        .with("recall", outside.outOfScopeShare())
        .with("in_scope_lost", inside.outOfScopeShare())
        .with("in_scope_accuracy", inside.accuracy())
        .with("refused_or_unsure_share", 1 - outside.answeredShare())
        .with("questions_outside", outside.asked())
        .with("questions_inside", inside.asked())
        .with("routes", shot.examples().size());
  }

  private List<LabelledText> first(List<LabelledText> shuffled) {
    return shuffled.subList(0, Math.min(questions, shuffled.size()));
  }
}
