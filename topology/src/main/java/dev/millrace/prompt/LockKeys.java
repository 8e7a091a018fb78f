// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Tool;
import dev.millrace.run.RunFacts;
import dev.millrace.template.RenderException;
import dev.millrace.template.Template;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What calls share that must not overlap: tools' templates, filled with a call's arguments. */
final class LockKeys {
  private static final int MOST_CHARS = 1_000;
  static final String TOO_LONG = "Its lock is longer than " + MOST_CHARS + " characters.";

  private final Map<String, Template> templates = new HashMap<>();

  LockKeys(Pipeline pipeline) {
    for (Tool tool : pipeline.tools().values()) {
      String lock = tool.lock();
      if (lock != null) {
        templates.put(tool.name(), Template.text(lock));
      }
    }
  }

  /** The key, empty of a call that overlaps with whatever it likes; nothing if it is too long. */
  Optional<String> of(Tool tool, String argumentsJson, RunFacts facts) {
    if (tool.lock() == null) {
      return Optional.of("");
    }
    Template template = Objects.requireNonNull(templates.get(tool.name()), tool.name());
    try {
      String key = template.render(values(argumentsJson, facts)).strip();
      return key.length() <= MOST_CHARS ? Optional.of(key) : Optional.empty();
    } catch (RenderException tooLong) {
      return Optional.empty();
    }
  }

  /** The same names as in an HTTP tool's templates. */
  private static JsonNode values(String argumentsJson, RunFacts facts) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    if (Values.parsed(argumentsJson) instanceof ObjectNode arguments) {
      values.setAll(arguments);
    }
    values.putObject("call").put("tenant", facts.tenant()).put("user", facts.user());
    return values;
  }
}
