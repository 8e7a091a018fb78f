// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template is filled from, as one JSON tree. Only maps, lists, scalars and JSON get in: a
 * template can never call a method of a Java object.
 */
final class Context {
  private static final int MAX_DEPTH = 64;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Context() {}

  static JsonNode of(@Nullable Object value) {
    return of(value, 0);
  }

  /** The value at a dotted path, or a missing node. A number is an index where a list stands. */
  static JsonNode at(JsonNode root, String path) {
    JsonNode whole = step(root, path);
    if (!whole.isMissingNode() || path.equals(".")) {
      return path.equals(".") ? root : whole;
    }
    JsonNode node = root;
    for (String name : path.split("\\.")) {
      node = step(node, name);
    }
    return node;
  }

  static JsonNode step(JsonNode node, String name) {
    if (!node.isArray()) {
      return node.path(name);
    }
    boolean index = name.length() < 9 && !name.isEmpty() && name.chars().allMatch(Context::isDigit);
    return index ? node.path(Integer.parseInt(name)) : MissingNode.getInstance();
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static JsonNode of(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("data nested deeper than " + MAX_DEPTH);
    }
    if (value instanceof JsonNode json) {
      return json;
    }
    if (value instanceof Map<?, ?> map) {
      return object(map, depth);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode(list.size());
      list.forEach(element -> array.add(of(element, depth + 1)));
      return array;
    }
    return scalar(value);
  }

  private static JsonNode object(Map<?, ?> map, int depth) {
    ObjectNode object = JSON.objectNode();
    map.forEach((name, value) -> object.set((String) name, of(value, depth + 1)));
    return object;
  }

  private static JsonNode scalar(@Nullable Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof CharSequence text) {
      return JSON.textNode(text.toString());
    }
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    throw new IllegalArgumentException("not data for a template: " + value.getClass().getName());
  }

  private static JsonNode number(Number number) {
    if (number instanceof BigDecimal exact) {
      return JSON.numberNode(exact);
    }
    if (number instanceof BigInteger whole) {
      return JSON.numberNode(whole);
    }
    if (number instanceof Double || number instanceof Float) {
      return JSON.numberNode(number.doubleValue());
    }
    return JSON.numberNode(number.longValue());
  }
}
