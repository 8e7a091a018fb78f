// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A short answer in prose that quotes the key facts a conversation holds. */
final class TextAnswer {

  private record Fact(String name, String value, int weight) {}

  private static final List<String> OPENERS =
      List.of("Here is what I found: ", "This is what I see: ", "I looked it up: ");
  private static final Set<String> KEY_NAMES =
      Set.of(
          "id status state total amount price balance date eta due name code number result error"
              .split(" "));
  private static final int MAX_RESULTS = 6;
  private static final int MAX_FACTS = 5;
  private static final int MAX_VALUE = 120;
  private static final int MAX_DEPTH = 4;
  private static final int MAX_SCANNED = 500;

  private TextAnswer() {}

  static String of(Conversation conversation, long seed) {
    List<String> findings = new ArrayList<>();
    for (PastCall call : conversation.calls()) {
      findings.add(
          call.json() == null ? quoted(call.result()) : summary(call.json(), conversation));
    }
    conversation.context().forEach(json -> findings.add(summary(json, conversation)));
    List<String> told = findings.stream().filter(f -> !f.isEmpty()).distinct().toList();
    if (told.isEmpty()) {
      return withoutFacts(conversation);
    }
    // What was found last is nearest to the question.
    List<String> last = told.subList(Math.max(0, told.size() - MAX_RESULTS), told.size());
    return OPENERS.get(Math.floorMod(seed, OPENERS.size())) + String.join("; ", last) + ".";
  }

  private static String withoutFacts(Conversation conversation) {
    String asked = quoted(conversation.lastUserText());
    return asked.isEmpty()
        ? "How can I help?"
        : "You said: \"" + asked + "\". I have nothing further on that.";
  }

  private static String quoted(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_VALUE ? line : line.substring(0, MAX_VALUE).strip() + "…";
  }

  private static String summary(JsonNode json, Conversation conversation) {
    List<Fact> facts = new ArrayList<>();
    collect("", json, conversation.userWords(), 0, facts);
    List<Integer> weights = facts.stream().map(Fact::weight).sorted((a, b) -> b - a).toList();
    int bar = weights.size() <= MAX_FACTS ? 0 : weights.get(MAX_FACTS - 1);
    Set<String> kept = new LinkedHashSet<>();
    for (Fact fact : facts) {
      if (fact.weight() >= bar && kept.size() < MAX_FACTS) {
        kept.add(
            fact.name().isEmpty()
                ? fact.value()
                : fact.name().replace('_', ' ') + " " + fact.value());
      }
    }
    return kept.stream().collect(Collectors.joining(", "));
  }

  private static void collect(
      String name, JsonNode node, Set<String> asked, int depth, List<Fact> facts) {
    if (depth > MAX_DEPTH || facts.size() >= MAX_SCANNED) {
      return;
    }
    if (node.isObject()) {
      node.properties()
          .forEach(f -> collect(Words.snake(f.getKey()), f.getValue(), asked, depth + 1, facts));
    } else if (node.isArray()) {
      node.forEach(element -> collect(name, element, asked, depth + 1, facts));
    } else if (!node.isNull() && !node.asText().isBlank()) {
      facts.add(new Fact(name, quoted(node.asText()), weight(name, node, asked, depth)));
    }
  }

  private static int weight(String name, JsonNode value, Set<String> asked, int depth) {
    int weight = 3 * Math.min(2, Words.overlap(Words.of(name), asked));
    weight += KEY_NAMES.contains(Patterns.cut("^.*_", name)) ? 3 : 0;
    weight += Words.meet(Words.of(value.asText()), asked) ? 2 : 0;
    weight += value.isNumber() || Patterns.match(".*\\d.*", value.asText()) ? 1 : 0;
    return weight + (depth <= 1 ? 2 : 0);
  }
}
