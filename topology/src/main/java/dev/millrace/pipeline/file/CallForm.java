// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.pipeline.Plan;
import java.util.List;

/** {@code routes.NAME.plan.calls.NAME}. */
final class CallForm extends Form<Plan.PlanCall> {
  private final Key<String> tool = optional("tool", new ReferenceTo(Section.TOOLS));
  private final Key<JsonNode> arguments =
      key("arguments", Templates.object(), JsonNodeFactory.instance.objectNode());
  private final Key<String> model = optional("model", new ReferenceTo(Section.MODELS));
  private final Key<String> system = key("system", Templates.text(), "");
  private final Key<String> prompt = key("prompt", Templates.text(), "");
  private final Key<String> prediction = key("prediction", Templates.text(), "");
  private final Key<JsonNode> responseSchema = optional("response_schema", new JsonSchema());
  private final Key<Integer> maxOutputTokens =
      optional("max_output_tokens", Numbers.whole(1, 1_000_000));
  private final Key<List<String>> needs =
      key("needs", NameList.of(64, Texts.words("the name of a call")), List.of());
  private final Key<List<String>> after =
      key("after", NameList.of(64, Texts.words("the name of a call")), List.of());
  private final Key<Plan.Join> join = key("join", new JoinForm(), new Plan.All());
  private final Key<Boolean> optional = key("optional", Numbers.bool(), false);

  private final List<Key<?>> ofTools = List.of(arguments);
  private final List<Key<?>> ofModels =
      List.of(system, prompt, prediction, responseSchema, maxOutputTokens);

  @Override
  void check(Entries entries) {
    if (entries.has(tool) == entries.has(model)) {
      String message = "a call is either of a tool or of a model";
      entries.at().mistake(message, "write tool: NAME or model: NAME, and not both");
    } else if (entries.has(tool)) {
      refuse(entries, ofModels, "model");
    } else {
      refuse(entries, ofTools, "tool");
      if (!entries.has(prompt)) {
        entries.at().mistake("a model is asked nothing", "add prompt: \"{{request.text}}\"");
      }
    }
    checkJoin(entries);
  }

  private static void refuse(Entries entries, List<Key<?>> keys, String owner) {
    for (Key<?> key : keys) {
      if (entries.has(key)) {
        entries.at(key).mistake("only the call of a " + owner + " has this", "delete it");
      }
    }
  }

  private void checkJoin(Entries entries) {
    List<String> waits = entries.find(needs);
    Plan.Join how = entries.find(join);
    if (waits == null || how == null || how instanceof Plan.All) {
      return;
    }
    if (waits.isEmpty()) {
      entries.at(join).mistake("there is nothing to join", "name calls in needs");
    } else if (how instanceof Plan.Quorum quorum && quorum.count() > waits.size()) {
      String message = "a quorum of %d of %d calls".formatted(quorum.count(), waits.size());
      entries.at(join).mistake(message + " cannot be met", "write at most " + waits.size());
    }
  }

  @Override
  Plan.PlanCall build(Entries entries) {
    return new Plan.PlanCall(
        entries.name(),
        work(entries),
        entries.get(needs),
        entries.get(after),
        entries.get(join),
        entries.get(optional));
  }

  private Plan.Work work(Entries entries) {
    String called = entries.find(tool);
    return called != null
        ? new Plan.ToolWork(called, entries.get(arguments))
        : new Plan.ModelWork(
            entries.get(model),
            entries.get(system),
            entries.get(prompt),
            entries.get(prediction),
            entries.find(responseSchema),
            entries.find(maxOutputTokens));
  }
}
