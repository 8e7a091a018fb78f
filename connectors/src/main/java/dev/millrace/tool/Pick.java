// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a pipeline keeps of a tool's result: named places in it, found by JSON pointer. Nothing
 * named keeps everything; a place that is not there is left out.
 */
final class Pick {
  private final Map<String, JsonPointer> places = new LinkedHashMap<>();

  /**
   * Reads the pointers.
   *
   * @throws IllegalArgumentException if one is no JSON pointer
   */
  Pick(Map<String, String> pointers) {
    pointers.forEach((name, pointer) -> places.put(name, JsonPointer.compile(pointer)));
  }

  boolean isEverything() {
    return places.isEmpty();
  }

  /** What is kept of a text that should be JSON. */
  String from(String json) throws JsonProcessingException {
    return isEverything() ? json : from(ToolJson.read(json)).toString();
  }

  JsonNode from(JsonNode result) {
    if (isEverything()) {
      return result;
    }
    ObjectNode picked = ToolJson.MAPPER.createObjectNode();
    places.forEach(
        (name, place) -> {
          JsonNode value = result.at(place);
          if (!value.isMissingNode()) {
            picked.set(name, value);
          }
        });
    return picked;
  }
}
