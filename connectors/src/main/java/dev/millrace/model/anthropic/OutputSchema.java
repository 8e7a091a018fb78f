// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * Whether Anthropic holds an answer to a JSON Schema. It refuses schemas with open objects, and
 * those that bound numbers, texts or lists.
 */
final class OutputSchema {
  private static final Set<String> REFUSED =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "patternProperties",
          "oneOf",
          "not",
          "if");

  private OutputSchema() {}

  static boolean isHeldTo(JsonNode schema) {
    if (schema.isArray()) {
      return schema.valueStream().allMatch(OutputSchema::isHeldTo);
    }
    if (!schema.isObject()) {
      return true;
    }
    boolean object = schema.has("properties") || schema.path("type").asText().equals("object");
    JsonNode others = schema.path("additionalProperties");
    if (object && !(others.isBoolean() && !others.booleanValue())) {
      return false;
    }
    return schema.propertyStream().allMatch(OutputSchema::isHeldTo);
  }

  private static boolean isHeldTo(Map.Entry<String, JsonNode> keyword) {
    return switch (keyword.getKey()) {
      case "properties", "$defs", "definitions" ->
          keyword.getValue().valueStream().allMatch(OutputSchema::isHeldTo);
      case "enum", "const", "default", "examples" -> true;
      default -> !REFUSED.contains(keyword.getKey()) && isHeldTo(keyword.getValue());
    };
  }
}
