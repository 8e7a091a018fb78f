// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Turns what somebody is told about themselves into what they would say: "You are" to "I am". */
final class FirstPerson {
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("you are", "I am");
    WORDS.put("you're", "I'm");
    WORDS.put("you were", "I was");
    WORDS.put("are you", "am I");
    WORDS.put("you've", "I've");
    WORDS.put("you'd", "I'd");
    WORDS.put("you'll", "I'll");
    WORDS.put("yourself", "myself");
    WORDS.put("yours", "mine");
    WORDS.put("your", "my");
    for (String before : "to for with from of ask tell give help let send sent show".split(" ")) {
      WORDS.put(before + " you", before + " me");
    }
    WORDS.put("you", "I");
  }

  private static final Pattern ANY =
      Pattern.compile("\\b(" + String.join("|", WORDS.keySet()) + ")\\b", Pattern.CASE_INSENSITIVE);

  private FirstPerson() {}

  static String of(String text) {
    return ANY.matcher(text.replace('’', '\'')).replaceAll(FirstPerson::turned);
  }

  private static String turned(MatchResult match) {
    String said = match.group();
    String turned = WORDS.getOrDefault(said.toLowerCase(Locale.ROOT), said);
    boolean capital = Character.isUpperCase(said.charAt(0));
    return capital ? Character.toUpperCase(turned.charAt(0)) + turned.substring(1) : turned;
  }
}
