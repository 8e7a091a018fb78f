// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.simulation.Arguments.Known;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** An answer that meets a JSON Schema, with what the conversation tells for its fields. */
final class SchemaAnswer {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_ITEMS = 8;

  private final Conversation conversation;
  private final Arguments arguments;
  private final JsonNode root;
  private final String text;

  /**
   * @param text what is said where the schema asks for free text
   */
  SchemaAnswer(Conversation conversation, JsonNode root, String text) {
    this.conversation = conversation;
    this.arguments = new Arguments(conversation);
    this.root = root;
    this.text = text;
  }

  JsonNode answer() {
    return of("", root, 0);
  }

  /** The least value of a schema's type, for a parameter nobody knows. */
  static JsonNode least(JsonNode schema) {
    if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
      return schema.path("enum").get(0);
    }
    return switch (TextPatterns.type(schema)) {
      case "object" -> JsonNodeFactory.instance.objectNode();
      case "array" -> JsonNodeFactory.instance.arrayNode();
      case "integer" -> LongNode.valueOf(schema.path("minimum").asLong(0));
      case "number" -> DecimalNode.valueOf(BigDecimal.valueOf(schema.path("minimum").asDouble(0)));
      case "boolean" -> BooleanNode.FALSE;
      case "null" -> NullNode.getInstance();
      default -> TextNode.valueOf("");
    };
  }

  private JsonNode of(String name, JsonNode given, int depth) {
    JsonNode schema = resolved(given, depth);
    if (depth > MAX_DEPTH) {
      return least(schema);
    }
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.path("enum").isArray()) {
      return choose(schema.path("enum"));
    }
    if (schema.has("properties") || TextPatterns.type(schema).equals("object")) {
      return object(schema, depth);
    }
    return TextPatterns.type(schema).equals("array")
        ? array(name, schema, depth)
        : scalar(name, schema);
  }

  private JsonNode resolved(JsonNode given, int depth) {
    JsonNode schema = given;
    for (int hops = 0; hops < MAX_DEPTH; hops++) {
      if (schema.path("$ref").asText().startsWith("#/")) {
        schema = root.at(schema.path("$ref").asText().substring(1));
      } else if (schema.path("anyOf").isArray() && depth <= MAX_DEPTH) {
        schema = firstNotNull(schema.path("anyOf"));
      } else if (schema.path("oneOf").isArray()) {
        schema = firstNotNull(schema.path("oneOf"));
      } else if (schema.path("allOf").isArray() && !schema.has("properties")) {
        schema = firstNotNull(schema.path("allOf"));
      } else {
        return schema;
      }
    }
    return schema;
  }

  private static JsonNode firstNotNull(JsonNode schemas) {
    for (JsonNode schema : schemas) {
      if (!schema.path("type").asText().equals("null")) {
        return schema;
      }
    }
    return schemas.path(0);
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      object.set(property.getKey(), of(property.getKey(), property.getValue(), depth + 1));
    }
    return object;
  }

  private JsonNode array(String name, JsonNode schema, int depth) {
    Known known = arguments.find(name, schema);
    long least = Math.min(MAX_ITEMS, schema.path("minItems").asLong(0));
    long most = Math.min(MAX_ITEMS, schema.path("maxItems").asLong(MAX_ITEMS));
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    if (known.isKnown()) {
      for (JsonNode value : known.values().get(0)) {
        if (array.size() < most) {
          array.add(value);
        }
      }
    }
    while (array.size() < least) {
      array.add(of(Words.singular(name), schema.path("items"), depth + 1));
    }
    return array;
  }

  private JsonNode scalar(String name, JsonNode schema) {
    Known known = arguments.find(name, schema);
    if (known.isKnown() && ScalarBounds.hold(known.values().get(0), schema)) {
      return known.values().get(0);
    }
    return switch (TextPatterns.type(schema)) {
      case "integer" -> LongNode.valueOf((long) ScalarBounds.within(schema, 1));
      case "number" -> DecimalNode.valueOf(BigDecimal.valueOf(ScalarBounds.within(schema, 0.9)));
      case "boolean" -> BooleanNode.valueOf(saidToBe(name));
      case "null" -> NullNode.getInstance();
      default -> TextNode.valueOf(ScalarBounds.text(schema, text));
    };
  }

  private boolean saidToBe(String name) {
    return Words.meet(Words.of(name), conversation.userWords());
  }

  /** The value whose words the user used most; then the one the prompt explains in such words. */
  private JsonNode choose(JsonNode values) {
    JsonNode best = fallback(values);
    int most = 0;
    for (JsonNode value : values) {
      int score = 4 * Words.overlap(Words.of(value.asText()), conversation.userWords());
      score += Words.overlap(explanation(value.asText()), conversation.userWords());
      if (score > most) {
        most = score;
        best = value;
      }
    }
    return best;
  }

  private Set<String> explanation(String value) {
    Set<String> words = new LinkedHashSet<>();
    if (!value.isEmpty()) {
      conversation
          .systemText()
          .lines()
          .filter(line -> line.contains(value))
          .map(Words::of)
          .forEach(words::addAll);
    }
    return words;
  }

  private static JsonNode fallback(JsonNode values) {
    for (JsonNode value : values) {
      if (Patterns.match(
          "(?i)other|general|unknown|none|default|fallback|unclear", value.asText())) {
        return value;
      }
    }
    return values.path(0);
  }
}
