// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.openapi;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** References within a document, put in the place of what they stand for. Nothing is fetched. */
final class References {
  private static final int MAX_HOPS = 32;
  private static final int MAX_NODES = 20_000;

  private final JsonNode document;

  References(JsonNode document) {
    this.document = document;
  }

  /** What stands here, or where this points to. */
  JsonNode resolve(JsonNode node) {
    JsonNode at = node;
    for (int hops = 0; at.path("$ref").isTextual(); hops++) {
      if (hops == MAX_HOPS) {
        throw new OpenApiException("references in a ring: " + at.path("$ref").asText());
      }
      at = target(at.path("$ref").asText());
    }
    return at;
  }

  /** A schema with all of its references in place; one that comes back to itself ends as any. */
  JsonNode inlined(JsonNode schema) {
    return new Inlining().of(schema);
  }

  private JsonNode target(String reference) {
    if (!reference.startsWith("#/")) {
      throw new OpenApiException("only references within the document are followed: " + reference);
    }
    String pointer =
        URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    JsonNode found = document.at(JsonPointer.compile(pointer));
    if (found.isMissingNode()) {
      throw new OpenApiException("the document has no " + reference);
    }
    return found;
  }

  private final class Inlining {
    private final Set<JsonNode> above = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    JsonNode of(JsonNode node) {
      if (++nodes > MAX_NODES) {
        throw new OpenApiException("a schema has more than " + MAX_NODES + " parts");
      }
      JsonNode target = resolve(node);
      if (target.isArray()) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        target.forEach(item -> array.add(of(item)));
        return array;
      }
      return target.isObject() ? object(target) : target;
    }

    private JsonNode object(JsonNode target) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      if (!above.add(target)) {
        return object;
      }
      target.properties().forEach(field -> object.set(field.getKey(), of(field.getValue())));
      above.remove(target);
      return object;
    }
  }
}
