// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a conversation offers as a value for a parameter. */
final class Arguments {

  /** Where values come from: the better the source, the surer they are meant. */
  enum Source {
    USER,
    RESULT,
    GUESS,
    NONE
  }

  /** Values for one parameter; several may do. */
  record Known(List<JsonNode> values, Source source) {
    static final Known NOTHING = new Known(List.of(), Source.NONE);

    boolean isKnown() {
      return !values.isEmpty();
    }
  }

  private record Asked(String parameter, JsonNode schema) {}

  private static final int MAX_GUESS = 200;
  private static final Pattern QUOTED = Pattern.compile("[\"“']([^\"”']{2,120})[\"”'](?!\\w)");
  private static final Pattern CAPITALS =
      Pattern.compile("(?<=\\S )\\p{Lu}[\\p{L}-]+(?: \\p{Lu}[\\p{L}-]+)*");

  private final Conversation conversation;
  private final Facts facts;
  private final Map<Asked, Known> found = new HashMap<>();

  Arguments(Conversation conversation) {
    this.conversation = conversation;
    this.facts = Facts.of(conversation);
  }

  Known find(String parameter, JsonNode schema) {
    return found.computeIfAbsent(
        new Asked(parameter, schema), asked -> search(asked.parameter(), asked.schema()));
  }

  private Known search(String parameter, JsonNode schema) {
    String name = Words.snake(parameter);
    if (schema.has("const")) {
      return new Known(List.of(schema.path("const")), Source.USER);
    }
    if (schema.path("enum").isArray()) {
      return mentioned(schema.path("enum"));
    }
    return switch (TextPatterns.type(schema)) {
      case "array" -> list(name, schema.path("items"));
      case "boolean" -> flag(name);
      case "object", "null" -> Known.NOTHING;
      default -> scalar(name, schema);
    };
  }

  /** A free text may always be said in the user's words; an id or a number is never invented. */
  Known guess(String parameter, JsonNode schema) {
    String name = Words.snake(parameter);
    boolean free = TextPatterns.type(schema).equals("string") && !schema.has("enum");
    if (!free
        || Patterns.match(
            ".*(_id|number|email|zip|date|phone|code|first_name|last_name|address\\d?|state|country|expression)$",
            name)) {
      return Known.NOTHING;
    }
    String text = conversation.lastUserText().strip();
    boolean wholeText =
        Patterns.match(
            ".*(query|question|text|message|summary|search|input|content|reason|description|prompt).*",
            name);
    String said = wholeText ? text : first(QUOTED, 1, first(CAPITALS, 0, text));
    String limited = said.substring(0, Math.min(MAX_GUESS, said.length()));
    return limited.isEmpty()
        ? Known.NOTHING
        : new Known(List.of(TextNode.valueOf(limited)), Source.GUESS);
  }

  private String first(Pattern pattern, int group, String otherwise) {
    Matcher matcher = pattern.matcher(conversation.lastUserText());
    return matcher.find() ? matcher.group(group) : otherwise;
  }

  private Known scalar(String name, JsonNode schema) {
    List<String> said = TextPatterns.find(name, schema, conversation.userText());
    if (!said.isEmpty()) {
      return new Known(said.stream().map(value -> typed(value, schema)).toList(), Source.USER);
    }
    List<JsonNode> told =
        facts.named(name).stream().map(fact -> typed(fact.value().asText(), schema)).toList();
    return told.isEmpty() ? Known.NOTHING : new Known(told, Source.RESULT);
  }

  /** The things of the list that the user named; all of them only where there is just one. */
  private Known list(String name, JsonNode items) {
    String one = Words.singular(name);
    List<String> said = TextPatterns.find(one, items, conversation.userText());
    if (!said.isEmpty()) {
      return listOf(said.stream().map(value -> typed(value, items)).toList(), Source.USER);
    }
    List<Facts.Fact> all = facts.named(one);
    Set<String> words = conversation.userWords();
    List<Facts.Fact> named = all.stream().filter(fact -> Words.meet(fact.label(), words)).toList();
    List<Facts.Fact> meant = named.isEmpty() && all.size() == 1 ? all : named;
    return listOf(
        meant.stream().map(fact -> typed(fact.value().asText(), items)).toList(), Source.RESULT);
  }

  private static Known listOf(List<JsonNode> values, Source source) {
    if (values.isEmpty()) {
      return Known.NOTHING;
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode().addAll(values);
    return new Known(List.of(array), source);
  }

  private Known flag(String name) {
    boolean said = conversation.userWords().containsAll(Words.of(name));
    return said ? new Known(List.of(BooleanNode.TRUE), Source.USER) : Known.NOTHING;
  }

  private Known mentioned(JsonNode values) {
    JsonNode best = null;
    int most = 0;
    for (JsonNode value : values) {
      int overlap = Words.overlap(Words.of(value.asText()), conversation.userWords());
      if (overlap > most) {
        most = overlap;
        best = value;
      }
    }
    return best == null ? Known.NOTHING : new Known(List.of(best), Source.USER);
  }

  private static JsonNode typed(String value, JsonNode schema) {
    String type = TextPatterns.type(schema);
    if (type.equals("integer") && Patterns.match("-?\\d{1,18}", value)) {
      return LongNode.valueOf(Long.parseLong(value));
    }
    if (type.equals("number") && Patterns.match("-?\\d{1,18}(\\.\\d{1,18})?", value)) {
      return DecimalNode.valueOf(new BigDecimal(value));
    }
    return TextNode.valueOf(value);
  }
}
