// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.Outcome;
import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Provider;
import dev.millrace.pipeline.Tool;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.route.Example;
import dev.millrace.route.ExampleIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a world is like before anything happens in it.
 *
 * @param partitions of the request topic; the application has the first
 */
record Setting(Pipeline pipeline, ExampleIndex examples, Temper temper, int partitions) {
  private static final String FILE = "world.yaml";
  private static final String TEXT = text();

  /** So many calls may be under way, whichever, before one has to wait. */
  int places() {
    Limits limits = pipeline.limits();
    int places = Math.min(limits.maxInFlightPerTenant(), limits.maxInFlightBackground());
    for (Provider provider : pipeline.providers().values()) {
      places = Math.min(places, provider.maxInFlight());
    }
    for (Tool tool : pipeline.tools().values()) {
      places = Math.min(places, tool.maxInFlight());
    }
    return places;
  }

  /** How requests without a rule find their route. */
  private static final List<String> CLASSIFIERS =
      List.of(
          "{embeddings: true, out_of_scope: 0.3, min_confidence: 0.6}",
          "{embeddings: true, out_of_scope: 0.3, min_confidence: 0.95, model: small}",
          "{embeddings: true, min_confidence: 0.9, model: small, fallback_route: parcel}",
          "{embeddings: false, model: small}",
          "{embeddings: false}",
          "{embeddings: false, fallback_route: people}");

  static Setting of(Dice dice) {
    Map<String, String> numbers = new Tightness(dice).numbers();
    Pipeline pipeline = read(TEXT.replace("CLASSIFIER", dice.pick(CLASSIFIERS)), numbers);
    List<String> targets = Temper.targets(pipeline.models().keySet(), pipeline.tools().keySet());
    return new Setting(pipeline, index(pipeline), Temper.of(dice, targets), dice.oneIn(4) ? 3 : 1);
  }

  private static Pipeline read(String text, Map<String, String> numbers) {
    Reading reading = PipelineFile.read(FILE, text, new HashMap<>(numbers)::get);
    if (reading instanceof Reading.Valid valid) {
      return valid.pipeline();
    }
    throw new IllegalStateException(reading.toString());
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
    try (InputStream in = Setting.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + FILE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
