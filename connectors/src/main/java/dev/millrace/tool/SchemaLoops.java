// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds schemas that would be looked at without end, or far too often: one that refers to itself
 * for the same value, or refers on and on so that a value is looked at in thousands of ways.
 */
final class SchemaLoops {
  private static final int MOST_WAYS = 1_000;
  private static final Set<String> ONE = Set.of("not", "if", "then", "else");
  private static final Set<String> SEVERAL = Set.of("allOf", "anyOf", "oneOf");

  private final JsonNode root;
  private final IdentityHashMap<JsonNode, Integer> ways = new IdentityHashMap<>();
  private final Set<JsonNode> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private SchemaLoops(JsonNode root) {
    this.root = root;
  }

  /**
   * Looks at a schema and all within it.
   *
   * @throws IllegalArgumentException if there is one
   */
  static void refuse(JsonNode root) {
    new SchemaLoops(root).all(root);
  }

  private void all(JsonNode node) {
    if (node.isObject()) {
      int unused = waysOf(node);
    }
    node.forEach(this::all);
  }

  /** In how many ways a value is looked at for this schema, itself included. */
  private int waysOf(JsonNode schema) {
    Integer known = ways.get(schema);
    if (known != null) {
      return known;
    }
    if (!open.add(schema)) {
      throw new IllegalArgumentException("unusable JSON Schema: it refers to itself in a ring");
    }
    int count = 1;
    for (JsonNode next : sameValue(schema)) {
      count += waysOf(next);
      if (count > MOST_WAYS) {
        throw new IllegalArgumentException(
            "unusable JSON Schema: it looks at a value in more than " + MOST_WAYS + " ways");
      }
    }
    open.remove(schema);
    ways.put(schema, count);
    return count;
  }

  /** The schemas that the same value must meet, or is compared with. */
  private List<JsonNode> sameValue(JsonNode schema) {
    List<JsonNode> next = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : schema.properties()) {
      String keyword = field.getKey();
      JsonNode value = field.getValue();
      if (keyword.equals("$ref") && value.isTextual()) {
        next.add(target(value.textValue()));
      } else if (keyword.equals("$dynamicRef") || keyword.equals("$recursiveRef")) {
        throw new IllegalArgumentException("unusable JSON Schema: " + keyword + " is not known");
      } else if (ONE.contains(keyword)) {
        next.add(value);
      } else if (SEVERAL.contains(keyword) || keyword.equals("dependentSchemas")) {
        value.forEach(next::add);
      }
    }
    next.removeIf(each -> !each.isObject());
    return next;
  }

  /** What cannot be found here is refused by who compiles the schema. */
  private JsonNode target(String reference) {
    boolean pointer = reference.equals("#") || reference.startsWith("#/");
    return pointer ? root.at(JsonPointer.compile(reference.substring(1))) : root.path("$none");
  }
}
