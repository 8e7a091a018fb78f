// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.WireJson;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema in the words of the API, which are a part of OpenAPI's: every version takes those.
 * A schema that they cannot say is sent as it is, in a field that came later.
 */
final class ContentSchema {
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean");

  private static final Set<String> SAME =
      Set.of(
          "title",
          "description",
          "required",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "minLength",
          "maxLength",
          "pattern",
          "minimum",
          "maximum");

  /** The only formats that are not refused; others are left out. */
  private static final Set<String> FORMATS =
      Set.of("date-time", "enum", "float", "double", "int32", "int64");

  /** What says nothing that an answer has to meet. */
  private static final Set<String> LEFT_OUT =
      Set.of("$schema", "$id", "$comment", "examples", "default");

  private ContentSchema() {}

  /**
   * Puts a schema where it fits.
   *
   * @param plainKey the field for the API's own words
   * @param jsonKey the field for any JSON Schema
   */
  static void put(ObjectNode into, String plainKey, String jsonKey, JsonNode schema) {
    ObjectNode plain = plain(schema);
    if (plain == null) {
      into.set(jsonKey, schema);
    } else {
      into.set(plainKey, plain);
    }
  }

  /** The schema in the API's words; null if they cannot say it. */
  static @Nullable ObjectNode plain(JsonNode schema) {
    if (!schema.isObject()) {
      return null;
    }
    ObjectNode plain = WireJson.object();
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      if (!add(plain, keyword.getKey(), keyword.getValue())) {
        return null;
      }
    }
    boolean typed = plain.has("type") || plain.has("anyOf");
    boolean empty =
        plain.path("type").asText().equals("OBJECT") && plain.path("properties").isEmpty();
    return typed && !empty ? plain : null;
  }

  private static boolean add(ObjectNode plain, String keyword, JsonNode value) {
    if (SAME.contains(keyword)) {
      plain.set(keyword, value);
      return true;
    }
    return switch (keyword) {
      case "type" -> addType(plain, value);
      case "enum" -> addEnum(plain, value);
      case "const" -> addEnum(plain, WireJson.object().arrayNode().add(value));
      case "items" -> addPlain(plain, keyword, value);
      case "properties" -> addProperties(plain, value);
      case "anyOf", "oneOf" -> !plain.has("anyOf") && addAnyOf(plain, value);
      case "format" -> addFormat(plain, value.asText());
      case "additionalProperties" -> value.isBoolean();
      default -> LEFT_OUT.contains(keyword);
    };
  }

  /** One type, and perhaps null beside it. */
  private static boolean addType(ObjectNode plain, JsonNode types) {
    int known = 0;
    for (JsonNode type : types.isArray() ? types : WireJson.object().arrayNode().add(types)) {
      if (type.asText().equals("null")) {
        plain.put("nullable", true);
      } else if (TYPES.contains(type.asText())) {
        plain.put("type", type.asText().toUpperCase(Locale.ROOT));
        known++;
      }
    }
    return known == 1;
  }

  private static boolean addFormat(ObjectNode plain, String format) {
    if (FORMATS.contains(format)) {
      plain.put("format", format);
    }
    return true;
  }

  private static boolean addEnum(ObjectNode plain, JsonNode values) {
    plain.set("enum", values);
    if (!plain.has("type")) {
      plain.put("type", "STRING");
    }
    return !values.isEmpty() && values.valueStream().allMatch(JsonNode::isTextual);
  }

  private static boolean addPlain(ObjectNode plain, String keyword, JsonNode schema) {
    ObjectNode inner = plain(schema);
    plain.set(keyword, inner);
    return inner != null;
  }

  private static boolean addProperties(ObjectNode plain, JsonNode schemas) {
    ObjectNode properties = plain.putObject("properties");
    return schemas
        .propertyStream()
        .allMatch(each -> addPlain(properties, each.getKey(), each.getValue()));
  }

  private static boolean addAnyOf(ObjectNode plain, JsonNode schemas) {
    ArrayNode alternatives = plain.putArray("anyOf");
    for (JsonNode schema : schemas) {
      ObjectNode inner = plain(schema);
      if (inner == null) {
        return false;
      }
      alternatives.add(inner);
    }
    return !alternatives.isEmpty();
  }
}
