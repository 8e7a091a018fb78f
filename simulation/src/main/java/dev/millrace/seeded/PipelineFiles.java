// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.Outcome;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.route.Example;
import dev.millrace.route.ExampleIndex;
import dev.millrace.run.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pipeline files of worlds: one to begin with, and one that may come at a restart. */
final class PipelineFiles {
  private static final String FILE = "world.yaml";
  private static final String TEXT = text();

  /** How requests without a rule find their route. */
  private static final List<String> CLASSIFIERS =
      List.of(
          "{embeddings: true, out_of_scope: 0.3, min_confidence: 0.6}",
          "{embeddings: true, out_of_scope: 0.3, min_confidence: 0.95, model: small}",
          "{embeddings: true, min_confidence: 0.9, model: small, fallback_route: parcel}",
          "{embeddings: false, model: small}",
          "{embeddings: false, model: small, fallback_route: clerk}",
          "{embeddings: false}",
          "{embeddings: false, fallback_route: people}");

  /**
   * What the second file has instead: routes, calls and tools under other names or of another kind,
   * with runs under way on them. Budgets are the same, so that what was spent fits them.
   */
  private static final List<Change> CHANGES =
      List.of(
          new Change("\n  status:\n", "\n  state_of:\n"),
          new Change("\n  frail:\n", "\n  gone:\n"),
          new Change("model: frail", "model: gone"),
          new Change("\n  strict:\n    desc", "\n  stricter:\n    desc"),
          new Change("{strict: {tool: strict,", "{strict: {tool: stricter,"),
          new Change("refund, note, strict]", "refund, note]"),
          new Change("[order, refund, strict]", "[order, refund]"),
          new Change("first: {tool: refund,", "first: {tool: note,"),
          new Change("profile: {tool: profile, optional", "person: {tool: profile, optional"),
          new Change("customer, profile], join", "customer, person], join"),
          new Change("needs: [stock, profile]", "needs: [stock, person]"),
          new Change("join: {until: 800ms}", "join: all"),
          new Change("agent: *clerk", "plan: {calls: {}, answer: The clerk is gone.}"));

  private static final List<String> WITH_EMBEDDINGS = naming("embeddings: true");
  private static final List<String> WITH_A_MODEL = naming("model:");

  private static List<String> naming(String word) {
    return CLASSIFIERS.stream().filter(each -> each.contains(word)).toList();
  }

  private record Change(String from, String to) {}

  private PipelineFiles() {}

  /** A pipeline, and its routes' examples as vectors. */
  record Source(Pipeline pipeline, ExampleIndex examples) {}

  static Source first(Dice dice, Map<String, String> numbers) {
    return source(TEXT, dice.pick(classifiers(dice.leaning())), numbers);
  }

  static Source second(Dice dice, Map<String, String> numbers) {
    String text = TEXT;
    for (Change change : CHANGES) {
      if (!text.contains(change.from)) {
        throw new IllegalStateException(FILE + " has no " + change.from);
      }
      text = text.replace(change.from, change.to);
    }
    return source(text, dice.pick(laterClassifiers(dice.leaning())), numbers);
  }

  private static Source source(String text, String classifier, Map<String, String> numbers) {
    String whole = text.replace("CLASSIFIER", classifier);
    Reading reading = PipelineFile.read(FILE, whole, new HashMap<>(numbers)::get);
    if (reading instanceof Reading.Valid valid) {
      return new Source(Rereads.once(valid.pipeline()), index(valid.pipeline()));
    }
    throw new IllegalStateException(reading.toString());
  }

  private static List<String> classifiers(Leaning leaning) {
    if (leaning.names("embed")) {
      return WITH_EMBEDDINGS;
    }
    return leaning.names("ask") ? WITH_A_MODEL : CLASSIFIERS;
  }

  /** Who was asked for a route has nobody left to answer if the second file asks otherwise. */
  private static List<String> laterClassifiers(Leaning leaning) {
    List<String> first = classifiers(leaning);
    return leaning.names(Reason.ROUTE_CHANGED) && first.size() < CLASSIFIERS.size()
        ? CLASSIFIERS.stream().filter(each -> !first.contains(each)).toList()
        : first;
  }

  private static ExampleIndex index(Pipeline pipeline) {
    List<Example> examples = new ArrayList<>();
    pipeline
        .routes()
        .forEach(
            (name, route) ->
                route.examples().forEach(text -> examples.add(new Example(name, vector(text)))));
    return ExampleIndex.of(examples);
  }

  private static float[] vector(String text) {
    return ((Outcome.Succeeded<float[]>) Acts.EMBEDDER.embed(text).join()).value();
  }

  private static String text() {
    try (InputStream in = PipelineFiles.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + FILE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
