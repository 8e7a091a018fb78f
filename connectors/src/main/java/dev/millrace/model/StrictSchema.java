// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whether OpenAI would take a JSON Schema in strict mode, where the answer is forced to fit: every
 * object closed, all its properties required, and no keyword that strict mode refuses. Other
 * schemas are sent as guidance.
 */
public final class StrictSchema {
  private static final Set<String> REFUSED =
      Set.of(
          "allOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else",
          "dependentRequired",
          "dependentSchemas",
          "patternProperties",
          "propertyNames",
          "uniqueItems",
          "default");

  private StrictSchema() {}

  public static boolean allows(JsonNode schema) {
    if (schema.isArray()) {
      return schema.valueStream().allMatch(StrictSchema::allows);
    }
    boolean object = schema.has("properties") || schema.path("type").asText("").equals("object");
    return (!object || isClosed(schema)) && schema.propertyStream().allMatch(StrictSchema::allows);
  }

  private static boolean allows(Map.Entry<String, JsonNode> keyword) {
    return switch (keyword.getKey()) {
      case "properties", "$defs", "definitions" ->
          keyword.getValue().valueStream().allMatch(StrictSchema::allows);
      case "enum", "const", "examples" -> true;
      default -> !REFUSED.contains(keyword.getKey()) && allows(keyword.getValue());
    };
  }

  private static boolean isClosed(JsonNode schema) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    Set<String> names = new HashSet<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    JsonNode others = schema.path("additionalProperties");
    return required.equals(names) && others.isBoolean() && !others.booleanValue();
  }
}
