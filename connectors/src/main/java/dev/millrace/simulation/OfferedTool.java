// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.model.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tool a model may call, read once.
 *
 * @param verb the first word of its name
 * @param thing what it finds: tools that differ only in what they search by find the same thing
 * @param nameWords words of its name
 * @param words words of name, description and parameters
 */
record OfferedTool(
    String name,
    String verb,
    String thing,
    Map<String, JsonNode> parameters,
    List<String> required,
    Set<String> nameWords,
    Set<String> words) {

  static OfferedTool of(ToolSpec spec) {
    JsonNode schema = JsonFragments.whole(spec.parameters());
    return of(spec.name(), spec.description(), schema == null ? MissingNode.getInstance() : schema);
  }

  static OfferedTool of(String name, String description, JsonNode schema) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    schema.path("properties").properties().forEach(p -> parameters.put(p.getKey(), p.getValue()));
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(parameter -> required.add(parameter.asText()));
    Set<String> words = new LinkedHashSet<>(Words.of(name));
    words.addAll(Words.of(description));
    parameters.keySet().forEach(parameter -> words.addAll(Words.of(parameter)));
    return new OfferedTool(
        name,
        Words.stem(Patterns.cut("_.*$", Words.snake(name))),
        Patterns.cut("_by_.*$|(?<=[a-z])By[A-Z].*$", name),
        parameters,
        required,
        Words.of(name),
        words);
  }

  JsonNode schemaOf(String parameter) {
    return parameters.getOrDefault(parameter, MissingNode.getInstance());
  }

  /** The tools of a request differ by name, and their schemas are long to compare. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OfferedTool tool && tool.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
