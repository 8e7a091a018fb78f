// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a provider would take a JSON Schema in strict mode, where the answer is forced to fit:
 * every object closed, and all its properties required. Other schemas are sent as guidance.
 */
public final class StrictSchema {
  private StrictSchema() {}

  public static boolean allows(JsonNode schema) {
    if (schema.isArray()) {
      return all(schema);
    }
    boolean object = schema.has("properties") || schema.path("type").asText("").equals("object");
    if (object && !isClosed(schema)) {
      return false;
    }
    return !schema.isObject() || all(schema);
  }

  private static boolean all(JsonNode schema) {
    for (JsonNode part : schema) {
      if (!allows(part)) {
        return false;
      }
    }
    return true;
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
