// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON objects and arrays that stand in a text, between words or alone. */
final class JsonFragments {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MAX_FRAGMENTS = 64;
  private static final int MAX_STARTS = 256;

  private JsonFragments() {}

  static List<JsonNode> in(String text) {
    List<JsonNode> found = new ArrayList<>();
    int at = nextStart(text, 0);
    for (int starts = 0; at >= 0 && starts < MAX_STARTS; starts++) {
      int end = readOne(text, at, found);
      at = found.size() < MAX_FRAGMENTS ? nextStart(text, end) : -1;
    }
    return found;
  }

  /** The text as one JSON value, or null if it is none. */
  static @Nullable JsonNode whole(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? null : node;
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }

  private static int readOne(String text, int at, List<JsonNode> found) {
    try (JsonParser parser = MAPPER.createParser(text.substring(at))) {
      JsonNode node = MAPPER.readTree(parser);
      if (node != null && node.isContainerNode() && !node.isEmpty()) {
        found.add(node);
      }
      return at + Math.max(1, (int) parser.currentLocation().getCharOffset());
    } catch (IOException notJson) {
      return at + 1;
    }
  }

  private static int nextStart(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == '{' || text.charAt(at) == '[') {
        return at;
      }
    }
    return -1;
  }
}
