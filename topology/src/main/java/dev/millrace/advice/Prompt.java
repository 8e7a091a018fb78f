// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.advice;

import dev.millrace.model.ToolSpec;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Provider;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import dev.millrace.template.Template;
import dev.millrace.template.Template.Piece;
import dev.millrace.token.TokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a model is asked, as it stands in the file: templates in the order in which they are sent.
 *
 * @param path to what holds the templates
 * @param tools offered to it; they are sent before all else
 * @param messages templates that are not blank
 * @param ofAgent whether a conversation follows
 * @param hasSchema whether its answer is held to a schema
 */
record Prompt(
    List<String> path,
    ModelConfig model,
    Provider.Protocol protocol,
    List<ToolSpec> tools,
    List<Written> messages,
    boolean ofAgent,
    boolean hasSchema) {
  static final String SYSTEM = "system";
  private static final String PROMPT = "prompt";

  /**
   * A template.
   *
   * @param key in the file
   */
  record Written(String key, List<Piece> pieces) {

    static List<Written> of(String key, String source) {
      return source.isBlank()
          ? List.of()
          : List.of(new Written(key, Template.text(source).pieces()));
    }

    long chars() {
      return pieces.stream()
          .mapToLong(piece -> piece instanceof Piece.Words words ? words.text().length() : 0)
          .sum();
    }
  }

  static Prompt of(Pipeline pipeline, Route route, Agent agent) {
    List<ToolSpec> tools =
        agent.tools().stream()
            .map(name -> Objects.requireNonNull(pipeline.tools().get(name), name))
            .map(Prompt::spec)
            .toList();
    return of(
        pipeline,
        List.of("routes", route.name(), "agent"),
        agent.model(),
        tools,
        Written.of(SYSTEM, agent.system()),
        true,
        false);
  }

  static Prompt of(Pipeline pipeline, Route route, Plan.PlanCall call, Plan.ModelWork work) {
    List<Written> messages = new ArrayList<>(Written.of(SYSTEM, work.system()));
    messages.addAll(Written.of(PROMPT, work.prompt()));
    return of(
        pipeline,
        List.of("routes", route.name(), "plan", "calls", call.name()),
        work.model(),
        List.of(),
        messages,
        false,
        work.responseSchema() != null);
  }

  private static Prompt of(
      Pipeline pipeline,
      List<String> path,
      String modelName,
      List<ToolSpec> tools,
      List<Written> messages,
      boolean ofAgent,
      boolean hasSchema) {
    ModelConfig model = Objects.requireNonNull(pipeline.models().get(modelName), modelName);
    Provider provider = Objects.requireNonNull(pipeline.providers().get(model.provider()));
    return new Prompt(path, model, provider.protocol(), tools, messages, ofAgent, hasSchema);
  }

  private static ToolSpec spec(Tool tool) {
    return new ToolSpec(tool.name(), tool.description(), tool.parameters().toString());
  }

  TokenCounter counter() {
    return TokenCounter.forModel(model.wireName());
  }

  /** Of all that is the same in every request. A token has a character or more. */
  long chars() {
    long ofTools =
        tools.stream()
            .mapToLong(tool -> tool.description().length() + tool.parameters().length())
            .sum();
    return ofTools + messages.stream().mapToLong(Written::chars).sum();
  }

  Advice advice(String key, String message, String mend) {
    List<String> place = new ArrayList<>(path);
    place.add(key);
    return new Advice(place, message, mend);
  }
}
