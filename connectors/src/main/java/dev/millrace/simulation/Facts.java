// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What tool results and JSON in the prompt say, by the names that parameters have: the {@code id}
 * of an {@code order} and each of its {@code orders} is an {@code order_id}.
 */
final class Facts {

  /**
   * One value.
   *
   * @param label words of the name or title that stands beside it
   */
  record Fact(JsonNode value, Set<String> label) {}

  private static final int MAX_FACTS = 5_000;
  private static final int MAX_DEPTH = 12;
  private static final Pattern VERB_AND_KEYS = Pattern.compile("^[a-z]+_|_by_.*$");

  private final Map<String, List<Fact>> byName = new LinkedHashMap<>();
  private int count;

  static Facts of(Conversation conversation) {
    Facts facts = new Facts();
    conversation.context().forEach(json -> facts.collect(json, "", Set.of(), 0));
    for (PastCall call : conversation.calls()) {
      facts.collect(call);
    }
    return facts;
  }

  List<Fact> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  private void collect(PastCall call) {
    String thing = VERB_AND_KEYS.matcher(Words.snake(call.use().name())).replaceAll("");
    String bare = call.bareValue();
    if (bare != null) {
      add(thing, TextNode.valueOf(bare), Set.of());
    } else if (call.json() != null) {
      collect(call.json(), Patterns.cut("_(details|info|status)$", thing), Set.of(), 0);
    }
  }

  private void collect(JsonNode node, String parent, Set<String> label, int depth) {
    if (depth > MAX_DEPTH || count > MAX_FACTS) {
      return;
    }
    if (node.isObject()) {
      Set<String> own = labelOf(node, label);
      node.properties()
          .forEach(field -> collectField(field.getKey(), field.getValue(), parent, own, depth));
    } else if (node.isArray()) {
      node.forEach(element -> collectElement(element, parent, label, depth));
    }
  }

  private void collectField(
      String key, JsonNode value, String parent, Set<String> label, int depth) {
    String name = Words.snake(key);
    if (value.isValueNode()) {
      add(name, value, label);
      if (!parent.isEmpty()) {
        add(Words.singular(parent) + "_" + name, value, label);
      }
    } else {
      // An object keyed by ids is a list in disguise: its elements are named by what holds it.
      boolean keyedById = value.isObject() && Patterns.match(".*\\d{3,}", name);
      collect(value, keyedById ? Words.singular(parent) : name, label, depth + 1);
    }
  }

  private void collectElement(JsonNode element, String name, Set<String> label, int depth) {
    if (!element.isValueNode()) {
      collect(element, Words.singular(name), label, depth + 1);
      return;
    }
    String one = Words.singular(name);
    add(one, element, label);
    if (!one.endsWith("_id")) {
      add(one + "_id", element, label);
    }
  }

  private static Set<String> labelOf(JsonNode node, Set<String> inherited) {
    String label = node.path("name").asText(node.path("title").asText(""));
    return label.isEmpty() ? inherited : Words.of(label);
  }

  private void add(String name, JsonNode value, Set<String> label) {
    if (value.isNull() || count > MAX_FACTS) {
      return;
    }
    List<Fact> facts = byName.computeIfAbsent(name, any -> new ArrayList<>());
    if (facts.stream().noneMatch(fact -> fact.value().equals(value))) {
      facts.add(new Fact(value, label));
      count++;
    }
  }
}
