// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Wishes to call tools, put together from fragments. Fragments belong together by index; where a
 * server leaves it out, or gives every call the same one, by id; where there is none, to the last.
 */
final class ToolUseParts {
  private final List<Part> parts = new ArrayList<>();

  void add(JsonNode fragment) {
    JsonNode function = fragment.path("function");
    Part part = partOf(fragment);
    part.id = part.id.isEmpty() ? fragment.path("id").asText("") : part.id;
    part.name.append(function.path("name").asText(""));
    JsonNode arguments = function.path("arguments");
    if (!arguments.isNull() && !arguments.isMissingNode()) {
      part.arguments.append(arguments.isTextual() ? arguments.textValue() : arguments.toString());
    }
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  List<ToolUse> toList() {
    List<ToolUse> uses = new ArrayList<>(parts.size());
    for (Part part : parts) {
      String id = part.id.isEmpty() ? "call_" + uses.size() : part.id;
      String arguments = part.arguments.isEmpty() ? "{}" : part.arguments.toString();
      uses.add(new ToolUse(id, part.name.toString(), arguments));
    }
    return uses;
  }

  private Part partOf(JsonNode fragment) {
    int index = fragment.path("index").asInt(-1);
    String id = fragment.path("id").asText("");
    for (int i = parts.size() - 1; i >= 0; i--) {
      Part part = parts.get(i);
      boolean sameIndex = index < 0 || part.index == index;
      boolean sameId = id.isEmpty() || part.id.isEmpty() || part.id.equals(id);
      if (sameIndex && sameId) {
        return part;
      }
    }
    Part added = new Part(index);
    parts.add(added);
    return added;
  }

  private static final class Part {
    final int index;
    final StringBuilder name = new StringBuilder();
    final StringBuilder arguments = new StringBuilder();
    String id = "";

    Part(int index) {
      this.index = index;
    }
  }
}
