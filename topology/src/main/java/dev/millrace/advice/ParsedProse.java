// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.advice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds arguments of tools that must have a certain form, and are given what a model said in its
 * own words.
 */
final class ParsedProse {
  private static final Pattern TEXT =
      Pattern.compile("\\{\\{\\s*calls\\.([^.\\s{}]+)\\.text\\s*}}");

  /** What a schema says of a text that free words hardly meet. */
  private static final List<String> FORMS = List.of("enum", "const", "pattern", "format");

  private ParsedProse() {}

  static Stream<Advice> of(Pipeline pipeline, Route route, Plan plan, Plan.PlanCall call) {
    Plan.ToolWork work = (Plan.ToolWork) call.work();
    Tool tool = Objects.requireNonNull(pipeline.tools().get(work.tool()), work.tool());
    List<String> path = List.of("routes", route.name(), "plan", "calls", call.name(), "arguments");
    return work.arguments().properties().stream()
        .flatMap(argument -> of(argument, tool, plan, path).stream());
  }

  private static Optional<Advice> of(
      Map.Entry<String, JsonNode> argument, Tool tool, Plan plan, List<String> path) {
    Matcher text = TEXT.matcher(argument.getValue().asText(""));
    JsonNode schema = tool.parameters().path("properties").path(argument.getKey());
    if (!text.matches() || !isFreeText(plan, text.group(1)) || !hasForm(schema)) {
      return Optional.empty();
    }
    String model = text.group(1);
    String message =
        "%s of %s must have a form, and is given whatever words %s answers in"
            .formatted(argument.getKey(), tool.name(), model);
    String mend = "add response_schema: to %s, and name a field of it".formatted(model);
    List<String> place = Stream.concat(path.stream(), Stream.of(argument.getKey())).toList();
    return Optional.of(new Advice(place, message, mend));
  }

  private static boolean isFreeText(Plan plan, String name) {
    Plan.PlanCall call = plan.calls().get(name);
    return call != null
        && call.work() instanceof Plan.ModelWork work
        && work.responseSchema() == null;
  }

  private static boolean hasForm(JsonNode schema) {
    String type = schema.path("type").asText("string");
    return !type.equals("string") || FORMS.stream().anyMatch(schema::has);
  }
}
