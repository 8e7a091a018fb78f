// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text that carry meaning, in a common form: lower case, snake_case and camelCase
 * taken apart, endings cut, so that "cancelled orders" meets {@code cancel_order}.
 */
final class Words {

  private static final Set<String> STOP =
      Set.of(
          ("a an and are as at be but by can could do does for from had has have hi hello how i id"
                  + " if in is it its me my no not of on or our please so such that the their them"
                  + " then there this to want was we what when where which will with would you your"
                  + " need like about get got any all just am im ll ve re s t")
              .split(" "));

  private Words() {}

  static Set<String> of(String text) {
    Set<String> words = new LinkedHashSet<>();
    int begin = 0;
    for (int at = 0; at <= text.length(); at++) {
      boolean letter = at < text.length() && Character.isLetterOrDigit(text.charAt(at));
      if (!letter || isHump(text, at)) {
        addWord(text.substring(begin, at), words);
        begin = letter ? at : at + 1;
      }
    }
    return words;
  }

  private static void addWord(String raw, Set<String> words) {
    String word = raw.toLowerCase(Locale.ROOT);
    if (!word.isEmpty() && !STOP.contains(word)) {
      words.add(stem(word));
    }
  }

  private static boolean isHump(String text, int at) {
    if (at == 0 || at >= text.length() || !Character.isUpperCase(text.charAt(at))) {
      return false;
    }
    char before = text.charAt(at - 1);
    return Character.isLowerCase(before) || Character.isDigit(before);
  }

  static int overlap(Set<String> some, Set<String> others) {
    Set<String> few = some.size() < others.size() ? some : others;
    Set<String> many = some.size() < others.size() ? others : some;
    int shared = 0;
    for (String word : few) {
      if (many.contains(word)) {
        shared++;
      }
    }
    return shared;
  }

  static boolean meet(Set<String> some, Set<String> others) {
    return overlap(some, others) > 0;
  }

  /** Not linguistics: only the same form for the forms of a word that tools and users use. */
  static String stem(String word) {
    if (word.length() < 4 || Character.isDigit(word.charAt(word.length() - 1))) {
      return word;
    }
    String cut = singular(word);
    if (cut.length() > 5 && cut.endsWith("ing")) {
      cut = cut.substring(0, cut.length() - 3);
    } else if (cut.length() > 4 && cut.endsWith("ed")) {
      cut = cut.substring(0, cut.length() - 2);
    }
    return withoutEcho(cut);
  }

  /** {@code orders} to {@code order}, {@code order_ids} to {@code order_id}. */
  static String singular(String name) {
    if (name.length() > 4 && name.endsWith("ies")) {
      return name.substring(0, name.length() - 3) + "y";
    }
    if (name.length() < 4 || !name.endsWith("s") || endsWithAny(name, "ss", "us", "is")) {
      return name;
    }
    boolean spoken = name.length() > 4 && endsWithAny(name, "sses", "xes", "zes", "ches", "shes");
    return name.substring(0, name.length() - (spoken ? 2 : 1));
  }

  private static boolean endsWithAny(String name, String... endings) {
    for (String ending : endings) {
      if (name.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  /** {@code userId} to {@code user_id}. */
  static String snake(String name) {
    StringBuilder snake = new StringBuilder(name.length() + 4);
    for (int at = 0; at < name.length(); at++) {
      if (isHump(name, at)) {
        snake.append('_');
      }
      char letter = name.charAt(at);
      snake.append(letter == '-' ? '_' : Character.toLowerCase(letter));
    }
    return snake.toString();
  }

  private static String withoutEcho(String word) {
    int last = word.length() - 1;
    boolean echo = word.charAt(last) == 'e' || word.charAt(last) == word.charAt(last - 1);
    return echo ? word.substring(0, last) : word;
  }
}
