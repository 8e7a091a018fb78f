// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds values in what a user wrote, by what a parameter's name and schema tell about them. */
final class TextPatterns {

  private static final int MAX_VALUES = 32;
  private static final int MAX_MATCHED_TEXT = 16 * 1024;
  private static final Pattern QUOTED =
      Pattern.compile("such as ['\"]([^'\"]+)['\"]|e\\.g\\.,? ['\"]?([^'\")\\s]+)");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i:\\bI am|\\bI['’]m|my name is|this is|\\bname:|you"
              + " are|you['’]re|(?:customer|user|client):?)\\s+"
              + "(\\p{Lu}[\\p{L}'’-]+)((?:\\s+\\p{Lu}[\\p{L}'’-]+)+)");
  private static final Pattern EMAIL = Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");
  private static final Pattern ZIP = Pattern.compile("(?<![\\w#-])\\d{5}(?:-\\d{4})?(?![\\w-])");
  private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");
  private static final Pattern PHONE = Pattern.compile("\\+?\\d[\\d ()-]{6,}\\d");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w#.-])-?\\d+(?:\\.\\d+)?(?![\\w-])");
  private static final Pattern SUM =
      Pattern.compile("[\\d(][\\d\\s.+*/()-]*[+*/-][\\d\\s.+*/()-]*[\\d)]");
  private static final Pattern PLACE =
      Pattern.compile(
          "\\b(?:in|to|from|at|near)\\s+(\\p{Lu}[\\p{L}'-]+(?:\\s+\\p{Lu}[\\p{L}'-]+)*)");
  private static final String ID =
      "#?(?:[A-Z]{1,5}[-_]?\\d{2,}[\\w-]*|[a-z]+(?:_[a-z]+)+_?\\d+|[a-z]+_\\d+|\\d{4,})";
  private static final Pattern PLACE_NAMES =
      Pattern.compile("city|location|place|destination|origin|country|town");

  private TextPatterns() {}

  /** Values for a parameter that the text gives plainly, in the order of the text. */
  static List<String> find(String name, JsonNode schema, String fullText) {
    String text = fullText.substring(Math.max(0, fullText.length() - MAX_MATCHED_TEXT));
    List<String> found = all(explicit(name), text);
    if (found.isEmpty() && schema.path("pattern").isTextual()) {
      return ofUsersPattern(schema.path("pattern").asText(), text);
    }
    if (found.isEmpty()) {
      found = byKind(name, schema, text);
    }
    return found.isEmpty() ? byExample(example(schema), text) : found;
  }

  private static List<String> byKind(String name, JsonNode schema, String text) {
    String type = type(schema);
    if (type.equals("integer") || type.equals("number")) {
      return number(name, text);
    }
    if (name.endsWith("_id") || name.endsWith("_number") || name.equals("id")) {
      return ids(Patterns.cut("_?(id|number)$", name), text);
    }
    if (name.endsWith("first_name")) {
      return person(text, 1);
    }
    if (name.endsWith("last_name")) {
      return person(text, 2);
    }
    return byName(name, schema.path("format").asText(), text);
  }

  private static List<String> byName(String name, String format, String text) {
    if (name.contains("email") || format.equals("email")) {
      return all(EMAIL, text);
    }
    if (name.contains("zip") || name.contains("postal") || name.contains("postcode")) {
      return all(ZIP, text);
    }
    if (name.contains("date") || format.equals("date")) {
      return all(DATE, text);
    }
    if (name.contains("phone")) {
      return all(PHONE, text);
    }
    if (name.equals("expression")) {
      return all(SUM, text);
    }
    return PLACE_NAMES.matcher(name).find() ? all(PLACE, text) : List.of();
  }

  private static List<String> person(String text, int group) {
    Matcher matcher = NAMED.matcher(text);
    return matcher.find() ? List.of(matcher.group(group).strip()) : List.of();
  }

  /** A number beside its name, or the only number there is. */
  private static List<String> number(String name, String text) {
    String word = Pattern.quote(Patterns.cut("^.*_", name));
    List<String> near =
        all(Patterns.of("(?i)\\b" + word + "\\w*\\D{0,12}?(-?\\d+(?:\\.\\d+)?)"), text);
    List<String> numbers = near.isEmpty() ? all(NUMBER, text) : near;
    return near.isEmpty() && numbers.size() > 1 ? List.of() : numbers;
  }

  /** Ids that stand shortly after the word for what they name, or begin like it: ORD-1001. */
  private static List<String> ids(String thing, String text) {
    List<String> found = new ArrayList<>();
    String word = Patterns.cut("^.*_", thing).toLowerCase(Locale.ROOT);
    Matcher matcher = Patterns.of("(?<![\\w#@.])" + ID + "(?![\\w@])").matcher(text);
    while (matcher.find() && found.size() < MAX_VALUES) {
      String before = text.substring(Math.max(0, matcher.start() - 40), matcher.start());
      String id = matcher.group();
      if (!word.isEmpty() && (names(before, word) || beginsLike(id, word))) {
        found.add(id);
      }
    }
    return found.stream().distinct().toList();
  }

  private static boolean names(String before, String word) {
    int at = before.toLowerCase(Locale.ROOT).lastIndexOf(word);
    // Another kind of thing may be named in between: "order of item 1234567".
    return at >= 0
        && !Patterns.match(
            "(?s).*[.!?]\\s.*|.*\\b(zip|item|product|user|code|dollars?)\\b.{0,12}",
            before.substring(at));
  }

  private static boolean beginsLike(String id, String word) {
    String letters = Patterns.cut("[^A-Za-z].*$", id).toLowerCase(Locale.ROOT);
    return letters.length() >= 3 && word.startsWith(letters);
  }

  /** An example's shape: its letters stay, its digits may be any, as many where there are many. */
  private static List<String> byExample(String example, String text) {
    if (!Patterns.match(".*\\d.*", example) || example.contains(" ") || example.length() > 40) {
      return List.of();
    }
    List<String> found = all(shape(example), text);
    boolean hash = example.startsWith("#");
    return found.stream().map(id -> hash && !id.startsWith("#") ? "#" + id : id).toList();
  }

  private static Pattern shape(String example) {
    StringBuilder regex = new StringBuilder("(?<![\\w#@-])");
    Matcher run = Patterns.of("\\d+|[a-z]+|[^\\da-z]").matcher(example);
    while (run.find()) {
      String part = run.group();
      if (Character.isDigit(part.charAt(0))) {
        regex.append(part.length() >= 4 ? "\\d{" + part.length() + "}" : "\\d+");
      } else if (Character.isLowerCase(part.charAt(0))) {
        regex.append("[a-z]+");
      } else {
        regex.append(part.equals("#") ? "#?" : Pattern.quote(part));
      }
    }
    return Patterns.of(regex.append("(?![\\w@])").toString());
  }

  private static String example(JsonNode schema) {
    String example = schema.path("examples").path(0).asText(schema.path("example").asText(""));
    if (!example.isEmpty()) {
      return example;
    }
    Matcher matcher = QUOTED.matcher(schema.path("description").asText(""));
    if (!matcher.find()) {
      return "";
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }

  private static Pattern explicit(String name) {
    String spaced = Pattern.quote(name).replace("_", "\\E[_ ]\\Q");
    return Patterns.of(
        "(?i)\\b" + spaced + "\"?\\s*(?:[:=]|\\bis\\b)\\s*\"?([^\\s\",;]*[^\\s\",;.!?])");
  }

  private static List<String> ofUsersPattern(String pattern, String text) {
    try {
      String inner = Patterns.cut("^\\^|\\$$", pattern);
      return all(Patterns.of("(?<![\\w#])(?:" + inner + ")(?!\\w)"), text);
    } catch (PatternSyntaxException notOurDialect) {
      return List.of();
    }
  }

  private static List<String> all(Pattern pattern, String text) {
    Set<String> found = new LinkedHashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find() && found.size() < MAX_VALUES) {
      found.add(matcher.groupCount() > 0 ? matcher.group(1) : matcher.group());
    }
    return List.copyOf(found);
  }

  static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (!type.isArray()) {
      return type.asText("string");
    }
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        return one.asText();
      }
    }
    return "null";
  }
}
