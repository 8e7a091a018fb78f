// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Schemas of OpenAPI 3.0, which differ a little, as JSON Schema; those of 3.1 are that already. */
final class Schemas {
  private static final Set<String> NO_SCHEMA =
      Set.of("example", "examples", "xml", "discriminator", "externalDocs", "deprecated");

  private static final Set<String> BOUNDS =
      Set.of("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

  private Schemas() {}

  static JsonNode plain(JsonNode schema) {
    if (schema.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      schema.forEach(item -> items.add(plain(item)));
      return items;
    }
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode plain = JsonNodeFactory.instance.objectNode();
    schema
        .properties()
        .forEach(
            field -> {
              if (!NO_SCHEMA.contains(field.getKey()) && !field.getKey().startsWith("x-")) {
                plain.set(field.getKey(), below(field.getKey(), field.getValue()));
              }
            });
    BOUNDS.forEach(bound -> number(plain, bound));
    exclusive(plain, "exclusiveMinimum", "minimum");
    exclusive(plain, "exclusiveMaximum", "maximum");
    nullable(plain);
    return plain;
  }

  /** Names of properties are the author's, and no keywords. */
  private static JsonNode below(String keyword, JsonNode value) {
    if (keyword.equals("properties") && value.isObject()) {
      ObjectNode properties = JsonNodeFactory.instance.objectNode();
      value.properties().forEach(p -> properties.set(p.getKey(), plain(p.getValue())));
      return properties;
    }
    boolean data =
        keyword.equals("enum") || keyword.equals("default") || keyword.equals("required");
    return data ? value : plain(value);
  }

  /** Some documents write bounds as texts. */
  private static void number(ObjectNode schema, String bound) {
    if (schema.path(bound).isTextual()) {
      String text = schema.remove(bound).asText();
      if (NUMBER.matcher(text).matches()) {
        schema.put(bound, new BigDecimal(text));
      }
    }
  }

  private static void exclusive(ObjectNode schema, String flag, String bound) {
    if (schema.path(flag).isBoolean()) {
      boolean exclusive = schema.remove(flag).asBoolean();
      if (exclusive && schema.has(bound)) {
        schema.set(flag, schema.remove(bound));
      }
    }
  }

  private static void nullable(ObjectNode schema) {
    JsonNode nullable = schema.remove("nullable");
    if (nullable != null && nullable.asBoolean() && schema.path("type").isTextual()) {
      String type = schema.path("type").asText();
      schema.putArray("type").add(type).add("null");
    }
  }

  /** Without what only a server sets. */
  static JsonNode writable(JsonNode schema) {
    if (!schema.path("properties").isObject()) {
      return schema;
    }
    ObjectNode writable = schema.deepCopy();
    ObjectNode properties = (ObjectNode) writable.path("properties");
    List<String> gone = new ArrayList<>();
    properties
        .properties()
        .forEach(
            property -> {
              if (property.getValue().path("readOnly").asBoolean()) {
                gone.add(property.getKey());
              }
            });
    properties.remove(gone);
    if (writable.path("required").isArray()) {
      ArrayNode required = JsonNodeFactory.instance.arrayNode();
      for (JsonNode name : writable.path("required")) {
        if (properties.has(name.asText())) {
          required.add(name);
        }
      }
      writable.set("required", required);
    }
    return writable;
  }
}
