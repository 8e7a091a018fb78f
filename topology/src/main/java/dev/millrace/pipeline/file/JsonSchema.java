// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.tool.ToolArguments;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON Schema of an object. It is looked at as far as the file's other parts lean on it. */
final class JsonSchema implements Kind<JsonNode> {
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");
  private final Json json = new Json();

  @Override
  public @Nullable JsonNode read(At at) {
    JsonNode schema = json.read(at);
    if (schema == null) {
      return null;
    }
    int before = at.context().mistakeCount();
    if (!schema.path("type").asText().equals("object")) {
      at.mistake("this is no JSON Schema of an object", "write " + such());
    } else {
      checkProperties(at, schema);
      checkRequired(at, schema);
    }
    if (at.context().mistakeCount() == before) {
      checkUsable(at, schema);
    }
    return at.context().mistakeCount() == before ? schema : null;
  }

  @Override
  public String such() {
    return "{type: object, properties: {NAME: {type: string}}, required: [NAME]}";
  }

  private static void checkUsable(At at, JsonNode schema) {
    try {
      var unused = new ToolArguments(schema);
    } catch (IllegalArgumentException e) {
      at.mistake(String.valueOf(e.getMessage()), "write a schema that stands by itself");
    }
  }

  private static void checkProperties(At at, JsonNode schema) {
    At properties = at.find("properties");
    if (properties == null) {
      return;
    }
    if (!schema.path("properties").isObject()) {
      properties.isNot("a mapping of names to schemas", "{NAME: {type: string}}");
    }
    for (At property : properties.children().values()) {
      JsonNode one = schema.path("properties").path(property.name());
      JsonNode type = one.path("type");
      boolean known = type.isMissingNode() || type.isArray() || TYPES.contains(type.asText());
      if (!known || !(one.isObject() || one.isBoolean())) {
        property.mistake("this is no JSON Schema", "write {type: string}, or another JSON type");
      }
    }
  }

  private static void checkRequired(At at, JsonNode schema) {
    At required = at.find("required");
    if (required == null) {
      return;
    }
    if (!schema.path("required").isArray()) {
      required.isNot("a list of names", "[NAME]");
    }
    for (JsonNode name : schema.path("required")) {
      if (!name.isTextual() || !schema.path("properties").has(name.asText())) {
        required.mistake(
            "'" + name.asText() + "' is required but is no property", "add it to properties");
      }
    }
  }
}
